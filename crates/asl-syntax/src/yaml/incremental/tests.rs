//! Random edits: whenever a tree is made from an earlier one, it is the same as that of the whole text.

use crate::text::Change;
use crate::{Tree, YamlVersion, parse_yaml_version};

const TEXTS: [&str; 4] = [
    r#"# A template.
AWSTemplateFormatVersion: "2010-09-09"
Resources:
  Role:
    Type: AWS::IAM::Role
    Properties: { A: [1, two, {b: c}], D: !GetAtt Role.Arn }

  # The machine.
  Machine:
    Type: AWS::Serverless::StateMachine
    Properties:
      Name: "na\tme"
      Role: !Sub ${Role}
      Policies: !If
        - A
        - B: 1
          C: !Ref D
      Definition:
        Comment: |
          Two lines,
            with ünïcödé.

        StartAt: 'It''s'
        States:
          It's:
            Type: Task
            Resource: >-
              arn:aws:states:::
              lambda:invoke
            Retry:
              - ErrorEquals:
                  - States.ALL
                # Not too often.
                MaxAttempts: 0x3
                BackoffRate: 1.5
              - ErrorEquals: [E]
            Catch:
            - ErrorEquals: ["a
                b"]
              Next: B
            Next: B
            Nothing:
          B: {Type: Pass}
          ? C
          : Type: Succeed
    # Below the machine.
  Other:
    - - a: b
        c: d
      - e
    - f
Last:
  a: 1
  b:
    c: yes
    d: no
"#,
    "A:\r\n  x: 1\r\n  y:\r\n    - z: |+\r\n        a\r\n\r\n  w:\r\n    v: 2\r\n    # c\r\nB:\r\n  b: 'c'\r\n",
    "A:\n  a: 1\n  b: |\n   text\n\n   # text\n    # comment?\n\n # comment\nB:\n  c: plain\n   text\n   # comment\n\nC:\n   d:\n    - e\n    -\n     f: g",
    "a: &a\n  b: 1\nc:\n  d: 2\n  e:\n    f: 3\n    g: \"x\"\nh:\n  i: {j: k}\n  l:\n    m: !Sub a\n    n: !!str 1\n    o: ~\n",
];

/// What edits insert: parts that change the meaning of what surrounds them, more often than not.
const PARTS: [&str; 44] = [
    "a",
    "x: y",
    "\n",
    "\n  ",
    "\n    ",
    "\n      b: 2",
    "\n        - c",
    " ",
    "  ",
    ": ",
    ":",
    "- ",
    "#",
    " # d",
    "\"",
    "'",
    "|",
    "|+\n",
    ">",
    "&a ",
    "*a",
    "!Ref ",
    "{",
    "}",
    "[",
    "]",
    ",",
    "\t",
    "\r\n",
    "\r",
    "---\n",
    "...\n",
    "%YAML 1.2\n",
    "? ",
    "yes",
    "012",
    "ü",
    "<<: ",
    "\\",
    "\n  # e\n",
    "null",
    "1.50",
    "\u{feff}",
    "\u{2028}",
];

struct Random(u64);

impl Random {
    /// A number below `end` (xorshift).
    fn below(&mut self, end: usize) -> usize {
        self.0 ^= self.0 << 13;
        self.0 ^= self.0 >> 7;
        self.0 ^= self.0 << 17;
        (self.0 % end as u64) as usize
    }
}

/// Replaces a random part of a text.
fn edited(text: &str, random: &mut Random) -> String {
    let boundary = |mut at: usize| {
        while !text.is_char_boundary(at) {
            at -= 1;
        }
        at
    };
    let start = boundary(random.below(text.len() + 1));
    let removed = [0, 0, 1, 2, 9][random.below(5)];
    let end = boundary((start + removed).min(text.len())).max(start);
    let inserted = match random.below(4) {
        0 => "",
        _ => PARTS[random.below(PARTS.len())],
    };
    format!("{}{inserted}{}", &text[..start], &text[end..])
}

/// Everything in a tree but its style.
fn tables(tree: &Tree) -> String {
    format!(
        "{:#?}",
        (
            &*tree.text,
            (tree.notation, tree.yaml_version, tree.is_unclear, tree.is_shared),
            (&tree.nodes, &tree.pairs, &tree.decoded, &tree.tagged, tree.root),
            (&tree.pair_references, &tree.references, &tree.open, &tree.spliced),
            (&tree.errors, &tree.damage),
        )
    )
}

fn assert_same(tree: &Tree, before: &str) {
    let fresh = parse_yaml_version(&tree.text, tree.yaml_version);
    if tables(tree) != tables(&fresh) {
        assert_eq!(tables(tree), tables(&fresh), "from {before:?}\nto {:?}", &*tree.text);
    }
}

#[test]
fn reparsed_trees_are_those_of_the_whole_text() {
    let mut random = Random(0x9e37_79b9_7f4a_7c16);
    let (mut made, mut all) = (0, 0);
    for round in 0..250 {
        let version = [YamlVersion::V1_1, YamlVersion::V1_2, YamlVersion::Unknown][round % 3];
        let mut tree = parse_yaml_version(TEXTS[round % TEXTS.len()], version);
        // The edits of a round add up, except those that make the text invalid.
        for _ in 0..20 {
            let text = edited(&tree.text, &mut random);
            let new = tree.reparsed(&text);
            if let Some(new) = &new {
                assert_same(new, &tree.text);
                made += 1;
            }
            all += 1;
            let new = new.unwrap_or_else(|| parse_yaml_version(&text, version));
            tree = if new.errors.is_empty() { new } else { tree };
        }
    }
    assert!(made > all / 10, "only {made} of {all} trees were made from earlier ones");
}

#[test]
fn an_edit_inside_a_block_parses_that_block_alone() {
    let text = TEXTS[0];
    let tree = parse_yaml_version(text, YamlVersion::V1_1);
    for (old, new) in [
        ("Type: Task", "Type: Pass"),
        ("lambda:invoke", "lambda:invoke\n              x"),
        ("Comment: |\n", "Comment: |-\n"),
        ("            Nothing:\n", ""),
        ("          B: {Type: Pass}\n", "          B: {Type: Pass}\n          D:\n            Type: Fail\n"),
        ("a: 1\n", "a: 1\n  z:\n    y: x\n"),
    ] {
        let text = text.replacen(old, new, 1);
        let new = tree.reparsed(&text).unwrap_or_else(|| panic!("{old:?}"));
        assert_same(&new, &tree.text);
    }
}

#[test]
fn what_may_affect_the_rest_of_the_document_is_not_parsed_alone() {
    for (before, after) in [
        ("a:\n  b: 1\nc: 2\n", "a:\n b: 1\nc: 2\n"),
        ("a:\n  b: 1\nc: 2\n", "a:\n  b: \"\nc: 2\n"),
        ("a:\n  b: 1\nc: 2\n", "a:\n  b: &b 1\nc: 2\n"),
        ("a: &a 1\nb:\n  c: 1\n", "a: &a 1\nb:\n  c: *a\n"),
        ("a:\n  b: 1\nc: 2\n", "a:\n  b: 1 c: 2\n"),
        ("a:\n  b: 1\nc: 2\n", "a:\n  - b: 1\nc: 2\n"),
        ("a:\n  b: 1\nc: 2\n", "d:\n  b: 1\nc: 2\n"),
        ("%TAG ! x:\n---\na:\n  b: 1\n", "%TAG ! x:\n---\na:\n  b: !c 1\n"),
    ] {
        let tree = parse_yaml_version(before, YamlVersion::V1_1);
        assert!(tree.reparsed(after).is_none(), "{after:?}");
    }
}

#[test]
fn changes_are_as_small_as_possible() {
    let change = |old: &str, new: &str| {
        let Change { before, after } = Change::between(old, new);
        (before.range(), after.range())
    };
    assert_eq!(change("abc", "abc"), (3..3, 3..3));
    assert_eq!(change("abc", "axbc"), (1..1, 1..2));
    assert_eq!(change("aa", "aaa"), (2..2, 2..3));
    assert_eq!(change("é", "è"), (0..2, 0..2));
    let long = "x".repeat(10_000);
    assert_eq!(
        change(&format!("{long}a{long}"), &format!("{long}b{long}")),
        (10_000..10_001, 10_000..10_001)
    );
}
