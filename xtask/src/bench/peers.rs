//! The servers that are compared. Those of others come from the registry of Python.

use std::env;
use std::path::Path;

use anyhow::Result;
use xshell::{Shell, cmd};

use crate::bench::session::Server;
use crate::layout::Layout;
use crate::packages::pip_program;

/// A server of others: its name, its package with a version, its program, and the arguments.
struct Peer {
    name: &'static str,
    package: &'static str,
    program: &'static str,
    arguments: &'static [&'static str],
}

const PEERS: [Peer; 1] = [Peer {
    name: "rumdl 0.3.0",
    package: "rumdl==0.3.0",
    program: "rumdl",
    arguments: &["server"],
}];

/// The release build of Headword.
pub fn headword(sh: &Shell, layout: &Layout) -> Result<Server> {
    cmd!(sh, "cargo build --quiet --release --bin headword").quiet().run()?;
    let name = format!("headword{}", env::consts::EXE_SUFFIX);
    Ok(headword_at(&layout.target.join("release").join(name)))
}

/// A build of Headword.
pub fn headword_at(program: &Path) -> Server {
    Server { name: "Headword".to_owned(), command: vec![program.display().to_string()] }
}

/// The peers that can be installed. The others are named.
pub fn installed(sh: &Shell, layout: &Layout) -> Vec<Server> {
    let mut servers = Vec::new();
    for peer in PEERS {
        let environment = layout.target.join("bench").join(peer.program);
        match pip_program(sh, &environment, peer.program, peer.package) {
            Ok(program) => {
                let arguments = peer.arguments.iter().map(ToString::to_string);
                let command = std::iter::once(program.display().to_string()).chain(arguments);
                servers.push(Server { name: peer.name.to_owned(), command: command.collect() });
            }
            Err(problem) => println!("{} is left out: {problem:#}", peer.name),
        }
    }
    servers
}
