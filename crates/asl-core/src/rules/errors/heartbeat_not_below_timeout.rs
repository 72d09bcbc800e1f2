use crate::rules::prelude::*;

pub(super) static RULE: Rule = Rule {
    name: "heartbeat-not-below-timeout",
    group: Group::Errors,
    docs: include_str!("heartbeat_not_below_timeout.md"),
    severity: Severity::Warning,
    ..Rule::DEFAULTS
};

pub(super) fn run(cx: &mut Context<'_>) {
    for state in cx.states_of(StateKind::Task) {
        let seconds = |field| state.get(field).and_then(|node| Some((node.as_f64()?, node.span())));
        let (Some((heartbeat, span)), Some((timeout, limit))) =
            (seconds("HeartbeatSeconds"), seconds("TimeoutSeconds"))
        else {
            continue;
        };
        if heartbeat >= timeout {
            cx.report(&RULE, span, "`HeartbeatSeconds` is not less than `TimeoutSeconds`")
                .note("the Task times out before a missing heartbeat is detected")
                .help("lower `HeartbeatSeconds` so that several heartbeats fit into the timeout")
                .related(limit, "the timeout is set here");
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_heartbeat_is_the_shorter_one() {
        check(
            &RULE,
            r#"
{
  "States": {
    "A": { "Type": "Task", "TimeoutSeconds": 60, "HeartbeatSeconds": 60 },
//                                                                   ^^ `HeartbeatSeconds` is not less than `TimeoutSeconds`
    "B": { "Type": "Task", "TimeoutSeconds": 60, "HeartbeatSeconds": 59 },
    "C": { "Type": "Task", "TimeoutSecondsPath": "$.t", "HeartbeatSeconds": 90 },
    "D": { "Type": "Task", "TimeoutSeconds": 60, "HeartbeatSeconds": "{% 90 %}" }
  }
}"#,
        );
    }
}
