//! `zhifa.toml`: settings for the reports of a folder, found from the working folder upwards.
//!
//! A key is the name of a flag. At the top it holds for every command that has the flag; under `[COMMAND]` for that one. What is
//! typed wins.

use std::env;
use std::fs;
use std::path::{Path, PathBuf};

use anyhow::{Context, Result, anyhow, bail};
use clap::{Arg, ArgAction, Command};
use toml::Spanned;
use toml::de::{DeTable, DeValue};
use zhifa::lang::tell;

use crate::cli::nearest::hint;

/// The name of the file.
const NAME: &str = "zhifa.toml";

/// What a file says.
#[derive(Debug)]
pub struct Config {
    path: PathBuf,
    settings: Vec<Setting>,
}

/// One key.
#[derive(Debug)]
struct Setting {
    /// The command, or nothing for all.
    command: Option<String>,
    flag: String,
    values: Vec<String>,
    line: usize,
}

impl Config {
    /// Reads the nearest file; nothing where there is none.
    pub fn find() -> Result<Option<Self>> {
        let Ok(folder) = env::current_dir() else { return Ok(None) };
        let found = folder.ancestors().map(|folder| folder.join(NAME)).find(|path| path.is_file());
        found.map(|path| Self::read(&path)).transpose()
    }

    fn read(path: &Path) -> Result<Self> {
        let shown = path.display();
        let text = fs::read_to_string(path).with_context(|| tell!("{shown}: cannot be read", "{shown}: 无法读取"))?;
        let table = DeTable::parse(&text).with_context(|| shown.to_string())?;
        let mut config = Self { path: path.into(), settings: Vec::new() };
        config.add(None, table.get_ref(), &text)?;
        Ok(config)
    }

    fn add(&mut self, command: Option<&str>, table: &DeTable<'_>, text: &str) -> Result<()> {
        for (key, value) in table {
            let line = text[..key.span().start].matches('\n').count() + 1;
            let flag = key.get_ref().to_string();
            match value.get_ref() {
                DeValue::Table(inner) if command.is_none() => self.add(Some(&flag), inner, text)?,
                value => {
                    let values = words(value).ok_or_else(|| {
                        let place = self.place(line);
                        anyhow!(tell!(
                            "{place}: {flag}: a text, a number, true, false or a list of texts is wanted",
                            "{place}: {flag}: 需要文字、 数字、 true、 false 或文字的列表"
                        ))
                    })?;
                    self.settings.push(Setting { command: command.map(str::to_owned), flag, values, line });
                }
            }
        }
        Ok(())
    }

    fn place(&self, line: usize) -> String {
        format!("{}:{line}", self.path.display())
    }

    /// The file.
    pub fn path(&self) -> &Path {
        &self.path
    }

    /// The value of a flag of the whole program.
    pub fn of_all(&self, flag: &str) -> Option<&str> {
        let setting = self.settings.iter().find(|setting| setting.command.is_none() && setting.flag == flag)?;
        setting.values.first().map(String::as_str)
    }

    /// Where a flag of a command is set, if it is.
    pub fn source(&self, command: &str, flag: &str) -> Option<String> {
        let mut of = self.settings.iter().filter(|setting| setting.flag == flag).collect::<Vec<_>>();
        of.sort_by_key(|setting| setting.command.is_none());
        let setting = of.into_iter().find(|setting| setting.command.as_deref().is_none_or(|only| only == command))?;
        Some(self.place(setting.line))
    }

    /// Makes the settings the defaults of the flags.
    pub fn apply(&self, mut program: Command) -> Result<Command> {
        // Those of one command last: they win.
        let (all, one): (Vec<_>, Vec<_>) = self.settings.iter().partition(|setting| setting.command.is_none());
        for setting in all.into_iter().chain(one) {
            program = self.set(program, setting)?;
        }
        Ok(program)
    }

    fn set(&self, program: Command, setting: &Setting) -> Result<Command> {
        let Setting { command, flag, line, .. } = setting;
        let place = self.place(*line);
        let mut known: Vec<String> = Vec::new();
        let (program, set) = match command {
            None => self.set_in(program, setting, &mut known)?,
            Some(command) => {
                let names: Vec<&str> = program.get_subcommands().map(Command::get_name).collect();
                if !names.contains(&command.as_str()) {
                    let hint = hint(command, names.into_iter());
                    bail!(tell!(
                        "{place}: [{command}]: no such command{hint}",
                        "{place}: [{command}]: 没有这个命令{hint}"
                    ));
                }
                self.set_below(program, |inner| inner.get_name() == command, setting, &mut known)?
            }
        };
        if !set {
            let hint = hint(flag, known.iter().map(String::as_str));
            bail!(tell!("{place}: {flag}: no such setting{hint}", "{place}: {flag}: 没有这项设置{hint}"));
        }
        Ok(program)
    }

    /// Sets a flag in one command and those below, if they have it; the names of the flags there are noted.
    fn set_in(&self, command: Command, setting: &Setting, known: &mut Vec<String>) -> Result<(Command, bool)> {
        let settable = |arg: &&Arg| !arg.is_required_set() && !arg.is_positional();
        known.extend(command.get_arguments().filter(settable).filter_map(Arg::get_long).map(str::to_owned));
        let found = command.get_arguments().filter(settable).find(|arg| arg.get_long() == Some(&setting.flag)).cloned();
        let (command, set) = match found {
            None => (command, false),
            Some(arg) => {
                let values = self.checked(&arg, setting)?;
                (command.mut_arg(arg.get_id(), |arg| arg.default_values(values)), true)
            }
        };
        let (command, below) = self.set_below(command, |_| true, setting, known)?;
        Ok((command, set || below))
    }

    /// Sets a flag in the commands below one.
    fn set_below(
        &self,
        command: Command,
        wanted: impl Fn(&Command) -> bool,
        setting: &Setting,
        known: &mut Vec<String>,
    ) -> Result<(Command, bool)> {
        let (mut set, mut fault) = (false, None);
        let command = command.mut_subcommands(|inner| {
            if !wanted(&inner) || fault.is_some() {
                return inner;
            }
            match self.set_in(inner.clone(), setting, known) {
                Ok((inner, found)) => {
                    set |= found;
                    inner
                }
                Err(error) => {
                    fault = Some(error);
                    inner
                }
            }
        });
        fault.map_or(Ok((command, set)), Err)
    }

    /// The values, which live as long as the program.
    fn checked(&self, arg: &Arg, setting: &Setting) -> Result<Vec<&'static str>> {
        let Setting { flag, values, line, .. } = setting;
        let place = self.place(*line);
        let mut names: Vec<String> =
            arg.get_possible_values().iter().map(|value| value.get_name().to_owned()).collect();
        if matches!(arg.get_action(), ArgAction::SetTrue) {
            names = vec!["true".into(), "false".into()];
        }
        if let Some(wrong) = values.iter().find(|value| !names.is_empty() && !names.contains(value)) {
            let (hint, all) = (hint(wrong, names.iter().map(String::as_str)), names.join(", "));
            bail!(tell!(
                "{place}: {flag}: {wrong:?} is none of {all}{hint}",
                "{place}: {flag}: {wrong:?} 不在 {all} 之中{hint}"
            ));
        }
        if values.len() > 1 && !matches!(arg.get_action(), ArgAction::Append) {
            bail!(tell!("{place}: {flag}: one value is wanted", "{place}: {flag}: 只能有一个值"));
        }
        // Paths of the file go by its own folder.
        let folder = self.path.parent().unwrap_or(Path::new("."));
        let value = |value: &String| {
            if flag == "rules" { folder.join(value).to_string_lossy().into_owned() } else { value.clone() }
        };
        Ok(values.iter().map(|text| &*value(text).leak()).collect())
    }
}

fn words(value: &DeValue<'_>) -> Option<Vec<String>> {
    match value {
        DeValue::String(text) => Some(vec![text.to_string()]),
        DeValue::Boolean(flag) => Some(vec![flag.to_string()]),
        DeValue::Integer(number) => Some(vec![number.as_str().to_owned()]),
        DeValue::Float(number) => Some(vec![number.as_str().to_owned()]),
        DeValue::Array(all) => {
            let one = |value: &Spanned<DeValue<'_>>| value.get_ref().as_str().map(str::to_owned);
            all.iter().map(one).collect()
        }
        DeValue::Datetime(_) | DeValue::Table(_) => None,
    }
}
