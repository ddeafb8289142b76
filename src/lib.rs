//! Reads the figures out of the enforcement reports of Chinese agencies.
pub mod clean;
pub mod identity;
pub mod ingest;
pub mod record;
pub mod rules;
pub mod span;
