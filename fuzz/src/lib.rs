//! The fuzz targets' bodies are the tests', so that an input which breaks one is a test case as it is.

#[path = "../../tests/fuzz/targets.rs"]
pub mod targets;
