//! `headword mcp`, as an agent runs it: one JSON message on each line of stdin and stdout.

#![expect(clippy::unwrap_used, reason = "what fails here fails the test")]

use std::io::{BufRead, BufReader, Write};
use std::process::{Child, ChildStdin, ChildStdout, Stdio};

use expect_test::{Expect, expect};
use serde_json::{Value, json};

use crate::support::Workspace;
use crate::support::command::headword;

/// An agent that is connected to the server.
struct Agent {
    server: Child,
    stdin: Option<ChildStdin>,
    stdout: BufReader<ChildStdout>,
    last_id: u64,
}

impl Agent {
    fn new(workspace: &Workspace) -> Self {
        let mut command = headword(&["mcp"], workspace.root());
        command.stdin(Stdio::piped()).stdout(Stdio::piped()).stderr(Stdio::null());
        let mut server = command.spawn().unwrap();
        let stdin = server.stdin.take();
        let stdout = BufReader::new(server.stdout.take().unwrap());
        let mut agent = Self { server, stdin, stdout, last_id: 0 };
        let client = json!({ "name": "test", "version": "1" });
        let params =
            json!({ "protocolVersion": "2025-06-18", "capabilities": {}, "clientInfo": client });
        let answer = agent.request("initialize", &params);
        assert_eq!(answer["result"]["serverInfo"]["name"], "headword");
        agent.send(&json!({ "jsonrpc": "2.0", "method": "notifications/initialized" }).to_string());
        agent
    }

    fn send(&mut self, line: &str) {
        writeln!(self.stdin.as_mut().unwrap(), "{line}").unwrap();
    }

    fn request(&mut self, method: &str, params: &Value) -> Value {
        self.last_id += 1;
        let id = self.last_id;
        let request = json!({ "jsonrpc": "2.0", "id": id, "method": method, "params": params });
        self.send(&request.to_string());
        loop {
            let mut line = String::new();
            assert_ne!(self.stdout.read_line(&mut line).unwrap(), 0, "the server has ended");
            let answer: Value = serde_json::from_str(&line).unwrap();
            if answer["id"] == id {
                return answer;
            }
        }
    }

    /// Calls a tool, and returns the structured result, or the error.
    fn call(&mut self, tool: &str, arguments: &Value) -> Value {
        let answer = self.request("tools/call", &json!({ "name": tool, "arguments": arguments }));
        let result = &answer["result"];
        if result["isError"] == false { result["structuredContent"].clone() } else { answer }
    }
}

impl Drop for Agent {
    fn drop(&mut self) {
        drop(self.stdin.take());
        let status = self.server.wait().unwrap();
        assert!(std::thread::panicking() || status.success(), "{status}");
    }
}

fn pantry() -> Workspace {
    Workspace::new(&[
        (
            "pantry.md",
            "# Pantry\n\n## Grains\n\n#### Oats (OAT)\n\nA cereal. See [flour](flour.md).\n\n\
             #### Barley\n",
        ),
        ("bread.md", "# Bread\n\nA baked mix of oats and barley.\n"),
    ])
}

#[expect(clippy::needless_pass_by_value, reason = "an expectation is made where it is checked")]
fn check(tool: &str, arguments: Value, expected: Expect) {
    let workspace = pantry();
    let answer = Agent::new(&workspace).call(tool, &arguments);
    expected.assert_eq(&serde_json::to_string_pretty(&answer).unwrap());
}

#[test]
fn a_term_is_defined() {
    check(
        "define",
        json!({ "term": "oat" }),
        expect![[r#"
        {
          "empty": [],
          "similar": [],
          "terms": [
            {
              "aliases": [
                "Oats",
                "OAT"
              ],
              "definition": "A cereal. See flour.",
              "headword": "Oats (OAT)",
              "line": 5,
              "path": "pantry.md",
              "place": [
                "Pantry",
                "Grains"
              ],
              "style": "heading"
            }
          ]
        }"#]],
    );
}

#[test]
fn an_empty_section_is_no_definition() {
    check(
        "define",
        json!({ "term": "barley" }),
        expect![[r#"
        {
          "empty": [
            {
              "line": 9,
              "name": "Barley",
              "notes": 1,
              "path": "pantry.md"
            }
          ],
          "similar": [],
          "terms": []
        }"#]],
    );
}

#[test]
fn an_unknown_name_has_suggestions() {
    check(
        "define",
        json!({ "term": "bred" }),
        expect![[r#"
        {
          "empty": [],
          "similar": [
            "Bread"
          ],
          "terms": []
        }"#]],
    );
}

#[test]
fn terms_are_found_by_a_part_of_their_name() {
    check(
        "search_terms",
        json!({ "query": "rea" }),
        expect![[r#"
        {
          "terms": [
            {
              "line": 1,
              "name": "Bread",
              "path": "bread.md"
            }
          ]
        }"#]],
    );
}

#[test]
fn a_found_name_can_be_defined() {
    let workspace = Workspace::new(&[(
        "log.md",
        "# Log\n\n#### WAL\n<!-- aliases: journal -->\n\nA file that every change reaches first.\n",
    )]);
    let mut agent = Agent::new(&workspace);
    let found = agent.call("search_terms", &json!({ "query": "journal" }));
    assert_eq!(found["terms"][0]["name"], "WAL", "{found}");
    let defined = agent.call("define", &json!({ "term": found["terms"][0]["name"] }));
    assert_eq!(defined["terms"][0]["headword"], "WAL", "{defined}");
}

#[test]
fn mentions_are_counted_before_they_are_cut() {
    check(
        "mentions",
        json!({ "term": "oats", "limit": 0 }),
        expect![[r#"
        {
          "mentions": [],
          "total": 1
        }"#]],
    );
}

#[test]
fn gaps_are_what_to_write_next() {
    check(
        "gaps",
        json!({}),
        expect![[r#"
        {
          "gaps": [
            {
              "line": 9,
              "mentions": 1,
              "name": "Barley",
              "notes": 1,
              "path": "pantry.md",
              "state": "empty"
            }
          ],
          "total": 1
        }"#]],
    );
}

#[test]
fn an_outline_is_that_of_one_note() {
    check(
        "outline",
        json!({ "path": "bread.md" }),
        expect![[r#"
        {
          "categories": [],
          "gaps": [],
          "headings": [
            {
              "kind": "term",
              "level": 1,
              "line": 1,
              "name": "Bread"
            }
          ],
          "inline_tags": [],
          "path": "bread.md",
          "tags": [],
          "terms": [
            {
              "aliases": [],
              "definition": "A baked mix of oats and barley.",
              "definition_range": {
                "column": 1,
                "end_column": 32,
                "end_line": 3,
                "line": 3
              },
              "headword": "Bread",
              "line": 1,
              "style": "note"
            }
          ],
          "title": "Bread"
        }"#]],
    );
}

#[test]
fn the_problems_of_one_note_are_checked() {
    check(
        "check",
        json!({ "path": "pantry.md", "limit": 1 }),
        expect![[r#"
            {
              "problems": [
                {
                  "code": "broken-link",
                  "column": 23,
                  "end_column": 31,
                  "end_line": 7,
                  "fixable": false,
                  "level": "warning",
                  "line": 7,
                  "message": "Note “flour.md” not found.",
                  "path": "pantry.md"
                }
              ],
              "total": 2
            }"#]],
    );
}

#[test]
fn only_notes_of_the_vault_are_read() {
    check(
        "outline",
        json!({ "path": "/etc/passwd" }),
        expect![[r#"
        {
          "error": {
            "code": -32602,
            "message": "No note has the path “/etc/passwd”. Use a path from another result."
          },
          "id": 2,
          "jsonrpc": "2.0"
        }"#]],
    );
}

#[test]
fn a_path_is_what_to_read_first() {
    check(
        "path",
        json!({ "term": "bread", "depth": 1 }),
        expect![[r#"
        {
          "steps": [
            {
              "is_circle": false,
              "terms": [
                {
                  "gaps": [],
                  "headword": "Oats (OAT)",
                  "line": 5,
                  "needs": [],
                  "path": "pantry.md"
                }
              ]
            },
            {
              "is_circle": false,
              "terms": [
                {
                  "gaps": [
                    "Barley"
                  ],
                  "headword": "Bread",
                  "line": 1,
                  "needs": [
                    "Oats (OAT)"
                  ],
                  "path": "bread.md"
                }
              ]
            }
          ]
        }"#]],
    );
}

#[test]
fn a_rename_is_proposed_and_not_made() {
    let workspace = pantry();
    let mut agent = Agent::new(&workspace);
    let rename = json!({ "term": "barley", "new_name": "Pearl barley" });
    let proposal = agent.call("propose_rename", &rename);
    expect![[r#"
        {
          "captured": 0,
          "changes": [
            {
              "column": 25,
              "end_column": 31,
              "end_line": 3,
              "line": 3,
              "new_text": "pearl barley",
              "old_text": "barley",
              "path": "bread.md"
            },
            {
              "column": 6,
              "end_column": 12,
              "end_line": 9,
              "line": 9,
              "new_text": "Pearl barley",
              "old_text": "Barley",
              "path": "pantry.md"
            }
          ],
          "diff": "--- bread.md\n+++ bread.md\n@@ -1,3 +1,3 @@\n # Bread\n \n-A baked mix of oats and barley.\n+A baked mix of oats and pearl barley.\n--- pantry.md\n+++ pantry.md\n@@ -6,4 +6,4 @@\n \n A cereal. See [flour](flour.md).\n \n-#### Barley\n+#### Pearl barley\n",
          "is_defined": false,
          "left_out": [],
          "lost_terms": [],
          "remark": null
        }"#]].assert_eq(&serde_json::to_string_pretty(&proposal).unwrap());
    let rename = json!({ "term": "oat", "new_name": "Groats" });
    let proposal = agent.call("propose_rename", &rename);
    expect![[r#"
        --- bread.md
        +++ bread.md
        @@ -1,3 +1,3 @@
         # Bread
 
        -A baked mix of oats and barley.
        +A baked mix of groats and barley.
        --- pantry.md
        +++ pantry.md
        @@ -2,7 +2,7 @@
 
         ## Grains
 
        -#### Oats (OAT)
        +#### Groats (OAT)
 
         A cereal. See [flour](flour.md).
 
    "#]]
    .assert_eq(&proposal["diff"].as_str().unwrap().replace("\n \n", "\n\n"));
    assert!(workspace.read("pantry.md").contains("Oats (OAT)"));
    assert!(workspace.read("bread.md").contains("oats and barley"));
}

#[test]
fn a_definition_is_proposed_and_not_made() {
    let workspace = pantry();
    let mut agent = Agent::new(&workspace);
    let text = "A cereal with awns.\nIt grows in cold places.";
    let proposal = agent.call("propose_definition", &json!({ "term": "barley", "text": text }));
    expect![[r#"
        {
          "captured": 0,
          "changes": [
            {
              "column": 1,
              "end_column": 1,
              "end_line": 10,
              "line": 10,
              "new_text": "\nA cereal with awns.\nIt grows in cold places.\n",
              "old_text": "",
              "path": "pantry.md"
            }
          ],
          "diff": "--- pantry.md\n+++ pantry.md\n@@ -7,3 +7,6 @@\n A cereal. See [flour](flour.md).\n \n #### Barley\n+\n+A cereal with awns.\n+It grows in cold places.\n",
          "is_defined": true,
          "left_out": [],
          "lost_terms": [],
          "remark": null
        }"#]].assert_eq(&serde_json::to_string_pretty(&proposal).unwrap());
    assert!(workspace.read("pantry.md").ends_with("#### Barley\n"));
}

#[test]
fn what_the_editor_refuses_is_not_proposed() {
    let workspace = pantry();
    let mut agent = Agent::new(&workspace);
    let mut message = |tool: &str, arguments: &Value| {
        let answer = agent.call(tool, arguments);
        format!("{}\n", answer["error"]["message"].as_str().unwrap())
    };
    let shown = [
        message("propose_rename", &json!({ "term": "oats", "new_name": "bread" })),
        message("propose_rename", &json!({ "term": "oats", "new_name": "  " })),
        message("propose_rename", &json!({ "term": "rye", "new_name": "Rye" })),
        message("propose_rename", &json!({ "term": "oats", "new_name": "x", "path": "/etc/a.md" })),
        message("propose_definition", &json!({ "term": "oats", "text": "A cereal." })),
        message("propose_definition", &json!({ "term": "rye", "text": "A cereal." })),
        message("propose_definition", &json!({ "term": "barley", "text": "" })),
        message("propose_definition", &json!({ "term": "barley", "text": "A.\n\n# B\n\nC." })),
        message("propose_definition", &json!({ "term": "barley", "text": "See [x](x.md)." })),
    ];
    expect![[r#"
        “bread” is already a term. The two would be merged, and renaming back could not separate them.
        A name must contain a letter or a digit.
        No term has the name “rye”. `search_terms` finds terms.
        No term has the name “oats” in /etc/a.md. `search_terms` finds terms.
        “Oats (OAT)” is defined already, in pantry.md.
        No section with the name “rye” is empty. `gaps` lists those that are.
        The text is empty.
        Cannot apply: “B” in “Pantry” would be read as a heading.
        Cannot apply: “[x](x.md)” in “Pantry” would be read as a link.
    "#]].assert_eq(&shown.concat());
}

#[test]
fn every_tool_only_reads() {
    let workspace = pantry();
    let listed = Agent::new(&workspace).request("tools/list", &json!({}));
    let tools = listed["result"]["tools"].as_array().unwrap().iter();
    let shown = tools.map(|tool| format!("{} {}\n", tool["name"], tool["annotations"]));
    expect![[r#"
        "check" {"openWorldHint":false,"readOnlyHint":true}
        "define" {"openWorldHint":false,"readOnlyHint":true}
        "gaps" {"openWorldHint":false,"readOnlyHint":true}
        "mentions" {"openWorldHint":false,"readOnlyHint":true}
        "outline" {"openWorldHint":false,"readOnlyHint":true}
        "path" {"openWorldHint":false,"readOnlyHint":true}
        "propose_definition" {"openWorldHint":false,"readOnlyHint":true}
        "propose_rename" {"openWorldHint":false,"readOnlyHint":true}
        "search_terms" {"openWorldHint":false,"readOnlyHint":true}
    "#]]
    .assert_eq(&shown.collect::<String>());
}

#[test]
fn a_call_sees_the_notes_as_they_are_now() {
    let workspace = pantry();
    let mut agent = Agent::new(&workspace);
    let define = json!({ "term": "barley" });
    assert_eq!(agent.call("define", &define)["terms"], json!([]));
    workspace.write("pantry.md", "#### Barley\n\nA cereal with awns.\n");
    assert_eq!(agent.call("define", &define)["terms"][0]["definition"], "A cereal with awns.");
}

#[test]
fn a_term_is_a_resource() {
    let workspace = pantry();
    let mut agent = Agent::new(&workspace);
    let listed = agent.request("resources/list", &json!({}));
    let uris = listed["result"]["resources"].as_array().unwrap().iter();
    let uris: Vec<_> = uris.map(|resource| resource["uri"].as_str().unwrap()).collect();
    let first = agent.request("resources/read", &json!({ "uri": uris[0] }));
    let text = first["result"]["contents"][0]["text"].as_str().unwrap();
    expect![[r#"
        headword://term/Bread
        headword://term/Oats%20%28OAT%29

        # Bread

        A baked mix of oats and barley.

        Source: bread.md:1
    "#]]
    .assert_eq(&format!("{}\n\n{text}", uris.join("\n")));
    let unknown = agent.request("resources/read", &json!({ "uri": "headword://term/x%20y" }));
    assert_eq!(unknown["error"]["message"], "No note defines “x y”.");
}

#[test]
fn bad_input_does_not_end_the_server() {
    let workspace = pantry();
    let mut agent = Agent::new(&workspace);
    agent.send("{ not json");
    agent.send("");
    agent.send(r#"{"jsonrpc":"2.0","id":77,"method":"no/such/method","params":{}}"#);
    let answer = agent.call("define", &json!({ "name": "oats" }));
    assert_eq!(answer["result"]["isError"], true);
    assert!(answer["result"]["content"][0]["text"].as_str().unwrap().contains("term"));
    assert_eq!(agent.call("define", &json!({ "term": "bread" }))["terms"][0]["line"], 1);
}
