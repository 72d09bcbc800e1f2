use std::ops::Range;

use crate::service::Service;

/// The directory of the index, which `cargo xtask services` generates.
pub(crate) const DIRECTORY: &str = include_str!("../../data/directory.tsv");

/// The services of the index, each kind sorted by name.
#[derive(Debug)]
pub(crate) struct Directory {
    /// The version of the data: `botocore 1.44.5`.
    pub(crate) version: &'static str,
    /// The services of AWS SDK integrations.
    pub(crate) sdk: Vec<Service>,
    /// The services of optimized integrations.
    pub(crate) optimized: Vec<Service>,
}

impl Directory {
    /// Reads a directory.
    pub(crate) fn read(text: &'static str) -> Directory {
        let mut lines = text.lines();
        let version = lines.next().unwrap_or_default();
        let mut directory = Directory { version, sdk: Vec::new(), optimized: Vec::new() };
        let mut end = 0;
        for line in lines {
            let columns: Vec<&'static str> = line.split('\t').collect();
            let [kind, name, error_prefix, title, listed, uid, iam_prefix, aliases, model, summaries] =
                columns[..]
            else {
                panic!("the index is intact");
            };
            let mut blob = |size: &str| -> Range<usize> {
                let start = end;
                end += size.parse::<usize>().expect("the index is intact");
                start..end
            };
            let service = Service {
                name,
                error_prefix,
                title,
                is_listed: listed == "listed",
                uid,
                iam_prefix,
                aliases,
                model_blob: blob(model),
                summaries_blob: blob(summaries),
                ..Service::default()
            };
            match kind {
                "optimized" => directory.optimized.push(service),
                _ => directory.sdk.push(service),
            }
        }
        directory
    }
}
