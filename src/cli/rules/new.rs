//! `zhifa rules new`: a rule file to start from.

use std::fs::{self, File};
use std::io::{ErrorKind, Write};
use std::path::Path;

use anyhow::{Context, Result, bail};
use zhifa::lang::tell;
use zhifa::rules::Pack;

/// A field of its own. `rules check` accepts it as it is.
const FIELD: &str = r#"# How FIELD is said. docs/rules.md tells every key; zhifa rules test FIELD runs the examples.
zh       = "TODO: its name in Chinese"
en       = "TODO: its name in English"
group    = "related"            # one of [groups] in pack.toml
unit     = "count"              # count, CNY or percent
counts   = "TODO: what is counted"
excludes = "TODO: what is not"

[[pattern]]
id    = "first"
match = "示例用语…<@case>"      # words; … is a short gap; <@case> the number with 件, 宗, 起 …
# not   = ["…"]                 # words beside the number that make it something else
# under = ["…"]                 # words of which one must stand in a heading above
# scope = "part"                # or "campaign": the wording itself says so

[[example]]
text   = "示例用语12件。"
expect = [{ value = 12, quote = "示例用语12件" }]

[[counterexample]]
text = "会议研究了有关事项。"
why  = "TODO: put a text here that looks alike and must not count"
"#;

/// More patterns for a field of the built-in pack.
const ADDITION: &str = r#"# More ways to say FIELD, added to those of the built-in pack. docs/rules.md tells every key.
add = true

[[pattern]]
id    = "added-first"
match = "补充用语…<@case>"      # words; … is a short gap; <@case> the number with 件, 宗, 起 …
# not   = ["…"]                 # words beside the number that make it something else

[[example]]
text   = "补充用语12件。"
expect = [{ value = 12, quote = "补充用语12件" }]
"#;

/// Writes FIELD.toml into the folder, and pack.toml where there is none; what is there is never touched.
pub fn write(field: &str, folder: &Path, out: &mut impl Write) -> Result<()> {
    let spelled = field.chars().all(|c| c.is_ascii_lowercase() || c.is_ascii_digit() || c == '_');
    if field.is_empty() || !spelled || field == "pack" {
        bail!(tell!(
            "FIELD {field}: an id is wanted: lower-case letters, digits and _, for example fine_amount",
            "FIELD {field}: 需要 id: 小写字母、 数字和 _, 例如 fine_amount"
        ));
    }
    fs::create_dir_all(folder).with_context(|| {
        let folder = folder.display();
        tell!("--rules {folder}: cannot be made", "--rules {folder}: 无法新建")
    })?;
    let pack = folder.join("pack.toml");
    let layer = match fs::read_to_string(&pack) {
        Ok(text) => text.lines().any(|line| line.trim_start().starts_with("extends")),
        Err(_) => true,
    };
    let built_in = Pack::embedded().is_ok_and(|pack| pack.fields.iter().any(|known| known.id == field));
    let adds = layer && built_in;
    let template = if adds { ADDITION } else { FIELD };
    let file = folder.join(format!("{field}.toml"));
    create(&file, &template.replace("FIELD", field))?;
    writeln!(out, "{}", written(&file))?;
    let fields = if adds { String::new() } else { format!("fields  = [\"{field}\"]\n") };
    if !pack.exists() {
        let lead = "# A layer over the built-in pack: docs/rules.md, \"Rules of your own\".\n";
        create(&pack, &format!("{lead}extends = \"environment\"\n{fields}"))?;
        writeln!(out, "{}", written(&pack))?;
    } else if !adds {
        let pack = pack.display();
        let line = tell!("{pack}: add \"{field}\" to `fields`", "{pack}: 请把 \"{field}\" 加入 `fields`");
        writeln!(out, "{line}")?;
    }
    Ok(())
}

fn create(path: &Path, text: &str) -> Result<()> {
    let made = File::create_new(path).and_then(|mut file| file.write_all(text.as_bytes()));
    let shown = path.display();
    made.map_err(|error| match error.kind() {
        ErrorKind::AlreadyExists => {
            anyhow::anyhow!(tell!("{shown}: is there already and is left as it is", "{shown}: 已经存在, 没有改动"))
        }
        _ => anyhow::Error::new(error).context(tell!("{shown}: cannot be written", "{shown}: 无法写入")),
    })
}

fn written(path: &Path) -> String {
    let shown = path.display();
    tell!("{shown}: written", "{shown}: 已写入")
}
