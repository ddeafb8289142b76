//! `zhifa stream`: a filter for pipelines, one request a line in, one answer a line out.

use std::io::{self, BufRead, BufReader, Read, Stdin, Write, stdout};

use anyhow::Result;
use clap::Args;
use zhifa::batch;
use zhifa::lang::tell;
use zhifa::pipeline::Reader;
use zhifa::stream::{self, Line};

use super::examples::examples;
use super::{Ending, LimitArgs, PackArgs, ThreadArgs};

#[derive(Debug, Args)]
#[command(
    about = tell!("Answer requests, one a line, as they come", "逐行应答: 标准输入一行一份报告, 标准输出一行一条记录"),
    long_about = tell!(
        "Answer requests, one a line, as they come: a filter for other programs (Spark, GNU parallel, a program that keeps it running).\n\nA request is a JSON object with an id and one of text (characters), html (a page), path (a file) and base64 (the bytes of a file of any kind). The answer is the record with the id before it, in the order of the requests, and is written at once. A bad line is answered by a line with id and error.",
        "逐行应答, 供其他程序调用 (Spark、 GNU parallel、 常驻进程)。\n\n每个请求是一行 JSON 对象: id, 以及 text (文字)、 html (网页)、 path (文件路径)、 base64 (任意文件的内容) 之一。 应答为带 id 的记录, 与请求次序一致, 随到随写。 有误的一行以带 error 的一行应答。"
    ),
    after_long_help = examples(&[
        ("zhifa stream < requests.jsonl > answers.jsonl", tell!("a file of requests", "一个文件的请求")),
        ("jq -Rc '{id: ., path: .}' list | zhifa stream", tell!("a list of paths as requests", "把路径清单变成请求")),
        ("parallel -k --pipe -N 100 zhifa stream -j 1 < requests.jsonl", tell!("with GNU parallel", "配合 GNU parallel")),
    ]),
)]
pub struct StreamArgs {
    #[command(flatten)]
    threads: ThreadArgs,

    #[command(flatten)]
    pack: PackArgs,

    #[command(flatten)]
    limits: LimitArgs,
}

pub fn run(args: &StreamArgs) -> Result<Ending> {
    let limits = args.limits.limits();
    let longest = stream::longest_request(&limits);
    let reader = Reader::new(args.pack.reading()?).within(limits);
    let mut output = stdout().lock();
    let mut failed = false;
    let work = |request: &Request| match request {
        Ok(line) => stream::answer(&reader, line),
        Err((code, message)) => stream::refused(code, message),
    };
    let stopped = |_: &Request, panic: &str| stream::refused("internal", &format!("reading it stopped: {panic}"));
    batch::in_order(Requests::stdin(longest), args.threads.count(), work, stopped, |Line { bytes, failed: error }| {
        failed |= error;
        output.write_all(&bytes)?;
        output.flush()
    })?;
    Ok(Ending::incomplete_if(failed))
}

/// A line, or the code and the message of why there is none.
type Request = Result<Vec<u8>, (&'static str, String)>;

/// The lines of the standard input.
struct Requests {
    /// Nothing when it came to its end.
    input: Option<BufReader<Stdin>>,
    /// The most bytes of a line.
    longest: u64,
}

impl Requests {
    fn stdin(longest: u64) -> Self {
        Self { input: Some(BufReader::new(io::stdin())), longest }
    }
}

impl Iterator for Requests {
    type Item = Request;

    fn next(&mut self) -> Option<Request> {
        let input = self.input.as_mut()?;
        let mut line = Vec::new();
        match input.take(self.longest).read_until(b'\n', &mut line) {
            Ok(0) => {
                self.input = None;
                None
            }
            Ok(_) if line.len() as u64 == self.longest && !line.ends_with(b"\n") => match input.skip_until(b'\n') {
                Ok(_) => Some(Err(("too_large", format!("a line of more than {} MiB", self.longest >> 20)))),
                Err(error) => Some(self.lost(&error)),
            },
            Ok(_) => Some(Ok(line)),
            Err(error) => Some(self.lost(&error)),
        }
    }
}

impl Requests {
    /// The last answer, where the input cannot be read any further.
    fn lost(&mut self, error: &io::Error) -> Request {
        self.input = None;
        Err(("io", error.to_string()))
    }
}
