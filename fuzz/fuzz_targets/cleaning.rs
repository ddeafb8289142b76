#![no_main]

libfuzzer_sys::fuzz_target!(|input: &[u8]| zhifa_fuzz::targets::cleaning(input));
