//! What is done once instead of at every start: the table of places is laid out as it is searched. Also rebuilds the crate when
//! the embedded rules change: the macro that embeds them sees no new file by itself.

mod places;

use std::error::Error;
use std::path::Path;
use std::{env, fs};

fn main() -> Result<(), Box<dyn Error>> {
    println!("cargo::rerun-if-changed=build");
    println!("cargo::rerun-if-changed=rules");
    println!("cargo::rerun-if-changed=data/regions.tsv");
    let folder = env::var("OUT_DIR")?;
    let (text, tables) = places::laid_out(&fs::read_to_string("data/regions.tsv")?)?;
    fs::write(Path::new(&folder).join("places.txt"), text)?;
    fs::write(Path::new(&folder).join("places.rs"), tables)?;
    Ok(())
}
