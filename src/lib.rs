//! Reads the figures out of the enforcement reports of Chinese agencies.
pub mod clean;
pub mod context;
pub mod identity;
pub mod ingest;
pub mod locate;
pub mod matching;
pub mod outline;
pub mod pipeline;
pub mod quantity;
pub mod record;
pub mod resolve;
pub mod rules;
pub mod rules_test;
pub mod span;
