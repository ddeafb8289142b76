//! Reads the figures out of the enforcement reports of Chinese agencies.
pub mod clean;
pub mod context;
pub mod ingest;
pub mod matching;
pub mod outline;
pub mod quantity;
pub mod record;
pub mod rules;
pub mod span;
