//! Rebuilds the crate when the embedded rules change: the macro that embeds them sees no new file by itself.

fn main() {
    println!("cargo::rerun-if-changed=rules");
}
