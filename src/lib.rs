//! Reads the figures out of the enforcement reports of Chinese agencies.
pub mod clean;
pub mod ingest;
pub mod pipeline;
pub mod record;
pub mod rules;
pub mod rules_test;
pub mod span;
