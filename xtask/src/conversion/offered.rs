//! Counts the states of public definitions for which the conversion to JSONata is offered.

use std::fs;
use std::path::Path;

use asl_core::catalog::QueryLanguage;
use asl_core::{Source, analyze};
use asl_ide::actions::actions;
use asl_workspace::files;

pub(super) fn run(folder: &Path) {
    let (mut all, mut offered) = (0, 0);
    for input in files::find(&[folder.to_owned()]).inputs {
        let Ok(text) = fs::read_to_string(&input.path) else { continue };
        let analyses = analyze(Source::new(&text, &input.path.to_string_lossy()));
        for analysis in analyses.iter().filter(|analysis| analysis.is_definition()) {
            for state in analysis.model().states() {
                if state.kind().is_none() || state.language() != QueryLanguage::JsonPath {
                    continue;
                }
                all += 1;
                let found = actions(&analyses, state.name().span);
                offered += usize::from(found.iter().any(|action| action.title.ends_with(" to JSONata")));
            }
        }
    }
    println!("conversion: offered for {offered} of {all} JSONPath states of public definitions");
}
