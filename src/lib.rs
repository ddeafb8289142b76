//! Reads the figures out of the enforcement reports of Chinese agencies.
pub mod batch;
pub mod clean;
pub mod eval;
pub mod export;
pub mod ingest;
pub mod pipeline;
pub mod record;
pub mod rules;
pub mod rules_test;
pub mod schema;
pub mod span;
