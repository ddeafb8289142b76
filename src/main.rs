//! `zhifa`: reads the figures out of enforcement reports. One command a file under `cli`.

mod cli;

use std::process::ExitCode;

use cli::Command;

fn main() -> ExitCode {
    let cli = match cli::start() {
        Ok(cli) => cli,
        Err(code) => return code,
    };
    cli::quiet_panics();
    cli::exit_code(match cli.command {
        Command::Extract(args) => cli::extract::run(&args),
        Command::Text(args) => cli::text::run(&args),
        Command::Explain(args) => cli::explain::run(&args),
        #[cfg(feature = "gaps")]
        Command::Gaps(args) => cli::gaps::run(&args),
        Command::Panel(args) => cli::panel::run(&args),
        Command::Diff(args) => cli::diff::run(&args),
        Command::Eval(args) => cli::eval::run(&args),
        Command::Rules(args) => cli::rules::run(&args),
        Command::Schema(args) => cli::schema::run(&args),
        Command::Stream(args) => cli::stream::run(&args),
        Command::Config(args) => cli::config::run(&args, cli.no_config),
        Command::Completions(args) => cli::completions::run(&args),
        Command::Man(args) => cli::man::run(&args),
    })
}
