use crate::expr::intrinsic::Call;
use crate::rules::prelude::*;
use jsonata_syntax::{NodeId, NodeKind, Parsed};

pub(super) static RULE: Rule = Rule {
    name: "weak-random",
    group: Group::Security,
    docs: include_str!("weak_random.md"),
    severity: Severity::Info,
    default: Default::Off,
    ..Rule::DEFAULTS
};

/// Words in the names of values that must not be predictable.
const SECRETS: [&str; 13] = [
    "apikey",
    "credential",
    "credentials",
    "nonce",
    "otp",
    "passcode",
    "passphrase",
    "passwd",
    "password",
    "pin",
    "salt",
    "secret",
    "token",
];

pub(super) fn run(cx: &mut Context<'_>) {
    for site in cx.known_sites() {
        let key = || {
            let key = site.key().map_or("", |pair| pair.key().value);
            key.strip_suffix(".$").unwrap_or(key)
        };
        match site.code() {
            Code::Intrinsic(intrinsic) => {
                let random = intrinsic.call.as_ref().and_then(math_random);
                if let Some(call) = random.filter(|_| names_secret(key())) {
                    report(cx, site, call.name_span, key(), "States.MathRandom");
                }
            }
            Code::Jsonata(parsed) => {
                for (id, callee) in random_calls(parsed) {
                    let name = name_inside(parsed, id).unwrap_or_else(key);
                    if names_secret(name) {
                        report(cx, site, parsed.tree.span(callee), name, "$random");
                    }
                }
            }
            _ => {}
        }
    }
}

fn report(cx: &mut Context<'_>, site: ExpressionRef<'_>, part: Span, name: &str, function: &str) {
    cx.report_in(&RULE, site, part, format!("`{name}` is generated with `{function}`"))
        .note("it is not cryptographically secure: known numbers may make others predictable")
        .help("generate it with Secrets Manager (`getRandomPassword`), KMS (`generateRandom`) or a function");
}

/// The call of `States.MathRandom` in a call, at any depth.
fn math_random(call: &Call) -> Option<&Call> {
    if call.name == "States.MathRandom" {
        return Some(call);
    }
    call.calls().find_map(math_random)
}

/// The calls of `$random`, each with its callee.
fn random_calls(parsed: &Parsed) -> impl Iterator<Item = (NodeId, NodeId)> {
    parsed.tree.nodes().filter_map(|(id, node)| {
        let NodeKind::Call { callee, .. } = node.kind else { return None };
        matches!(parsed.tree.kind(callee), NodeKind::Variable(name) if name == "random")
            .then_some((id, callee))
    })
}

/// The name of the innermost variable or key in the expression whose value contains a part of it.
fn name_inside(parsed: &Parsed, part: NodeId) -> Option<&str> {
    let tree = &parsed.tree;
    let part = tree.span(part);
    let contains = |id: NodeId| tree.span(id).start <= part.start && part.end <= tree.span(id).end;
    // Inner nodes come first.
    tree.nodes().find_map(|(_, node)| {
        let name = match &node.kind {
            NodeKind::Bind { target, value } if contains(*value) => *target,
            NodeKind::Object { pairs } => pairs.iter().find(|pair| contains(pair.value))?.key,
            _ => return None,
        };
        match tree.kind(name) {
            NodeKind::Variable(name) | NodeKind::String(name) => Some(name.as_str()),
            _ => Some(""),
        }
    })
}

/// Whether a name, or a word in it, is that of a secret: `resetToken`, `api_key`, `OTP`.
fn names_secret(name: &str) -> bool {
    let mut words = vec![String::new()];
    let mut previous = ' ';
    for c in name.chars() {
        let is_boundary = c.is_ascii_uppercase() && !previous.is_ascii_uppercase();
        if is_boundary || !c.is_alphanumeric() {
            words.push(String::new());
        }
        if let Some(word) = words.last_mut().filter(|_| c.is_alphanumeric()) {
            word.push(c.to_ascii_lowercase());
        }
        previous = c;
    }
    words.push(words.concat());
    words.iter().any(|word| SECRETS.contains(&word.as_str()))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn secrets_from_random_numbers() {
        check(
            &RULE,
            r#"
{
  "States": {
    "A": {
      "Type": "Pass",
      "Parameters": {
        "otp.$": "States.Format('{}', States.MathRandom(100000, 999999))",
//                                    ^^^^^^^^^^^^^^^^^ `otp` is generated with `States.MathRandom`
        "delay.$": "States.MathRandom(1, 9)",
        "token.$": "States.UUID()"
      },
      "Next": "B"
    },
    "B": {
      "Type": "Pass",
      "QueryLanguage": "JSONata",
      "Assign": { "resetToken": "{% $string($floor($random() * 1000000)) %}", "jitter": "{% $random() %}" },
//                                                 ^^^^^^^ `resetToken` is generated with `$random`
      "Output": "{% ($secret := $random(); { 'n': $random(), 'api_key': $random() }) %}",
//                              ^^^^^^^ `secret` is generated with `$random`
//                                                                      ^^^^^^^ `api_key` is generated with `$random`
      "End": true
    }
  }
}"#,
        );
    }

    #[test]
    fn names_of_secrets() {
        for name in ["token", "resetToken", "API_KEY", "OTP", "x-nonce", "user2Password", "Salt"] {
            assert!(names_secret(name), "{name}");
        }
        for name in ["", "footprint", "option", "Tokenizer", "spin", "basalt", "größe", "pinned"] {
            assert!(!names_secret(name), "{name}");
        }
    }
}
