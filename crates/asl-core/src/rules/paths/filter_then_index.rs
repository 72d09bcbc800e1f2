use crate::expr::path::Path;
use crate::rules::prelude::*;

pub(super) static RULE: Rule = Rule {
    name: "filter-then-index",
    group: Group::Paths,
    docs: include_str!("filter_then_index.md"),
    severity: Severity::Warning,
    ..Rule::DEFAULTS
};

pub(super) fn run(cx: &mut Context<'_>) {
    for site in cx.known_sites() {
        // Fields that require a Reference Path do not allow filters at all.
        if super::helpers::requires_reference(site) {
            continue;
        }
        let index = site.paths().flat_map(Path::paths).find_map(Path::index_after_filter);
        if let Some(index) = index {
            let written = site.part(index);
            cx.report_in(
                &RULE,
                site,
                index,
                format!("`{written}` does not select from the results of the filter"),
            )
            .note("it applies to each element that the filter finds, and usually finds nothing there")
            .help("store the filtered array under a key first, then use `States.ArrayGetItem(..., 0)`");
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_index_directly_after_a_filter() {
        check(
            &RULE,
            r#"
{
  "StartAt": "A",
  "States": {
    "A": {
      "Type": "Pass",
      "InputPath": "$.a[?(@.b == 1)][0]",
//                                  ^^^ `[0]` does not select from the results of the filter
      "Parameters": {
        "a.$": "States.ArrayGetItem($.a[?(@.b == 1)], 0)",
        "b.$": "States.Array($.a[?(@.b)][0:1].c)",
//                                      ^^^^^ `[0:1]` does not select from the results of the filter
        "c.$": "$.a[0][?(@.b)].c[0]"
      },
      "End": true
    }
  }
}"#,
        );
    }

    #[test]
    fn reference_paths_have_no_filters() {
        check(
            &RULE,
            r#"{ "States": { "A": { "Type": "Pass", "ResultPath": "$.a[?(@.b == 1)][0]", "End": true } } }"#,
        );
    }
}
