//! Services, as the directory lists them.

use std::ops::Range;
use std::sync::{LazyLock, OnceLock};

use crate::index::{self, Directory};
use crate::model::{Action, Member, Model, Text};

/// A service that Step Functions can call.
#[derive(Debug, Default)]
pub struct Service {
    pub(crate) name: &'static str,
    pub(crate) error_prefix: &'static str,
    pub(crate) title: &'static str,
    pub(crate) is_listed: bool,
    pub(crate) uid: &'static str,
    pub(crate) iam_prefix: &'static str,
    pub(crate) aliases: &'static str,
    pub(crate) model_blob: Range<usize>,
    pub(crate) summaries_blob: Range<usize>,
    pub(crate) model: OnceLock<Model>,
    pub(crate) summaries: OnceLock<Summaries>,
}

/// One-line summaries of the actions of a service and of their parameters.
#[derive(Debug)]
pub(crate) struct Summaries {
    text: String,
    lines: Vec<Text>,
}

fn directory() -> &'static Directory {
    static DIRECTORY: OnceLock<Directory> = OnceLock::new();
    DIRECTORY.get_or_init(|| Directory::read(index::DIRECTORY))
}

/// Returns the version of the data: `botocore 1.44.5`.
pub fn version() -> &'static str {
    directory().version
}

/// Returns the services of AWS SDK integrations, sorted by name. Retired services are included.
pub fn sdk_services() -> &'static [Service] {
    &directory().sdk
}

/// Returns the service of an AWS SDK integration: `cloudwatchlogs` in `arn:aws:states:::aws-sdk:cloudwatchlogs:…`.
pub fn sdk_service(name: &str) -> Option<&'static Service> {
    find(sdk_services(), name)
}

/// Returns the services of optimized integrations, sorted by name.
pub fn optimized_services() -> &'static [Service] {
    &directory().optimized
}

/// Returns the service of an optimized integration: `lambda` in `arn:aws:states:::lambda:invoke`.
pub fn optimized_service(name: &str) -> Option<&'static Service> {
    find(optimized_services(), name)
}

fn find(services: &'static [Service], name: &str) -> Option<&'static Service> {
    let at = services.binary_search_by(|service| service.name.cmp(name)).ok()?;
    Some(&services[at])
}

/// Decompresses a blob; `None` if it is empty or cannot be loaded.
fn blob(place: &Range<usize>) -> Option<Vec<u8>> {
    let blob = index::blobs()?.get(place.clone()).filter(|blob| !blob.is_empty())?;
    Some(index::inflate(blob))
}

impl Service {
    /// Returns the name in a `Resource`: `cloudwatchlogs`.
    pub fn name(&self) -> &'static str {
        self.name
    }

    /// Returns the prefix of the names of its errors: `CloudWatchLogs`.
    pub fn error_prefix(&self) -> &'static str {
        self.error_prefix
    }

    /// Returns the name for people: `Amazon CloudWatch Logs`.
    pub fn title(&self) -> &'static str {
        self.title
    }

    /// Returns whether AWS's table of supported services lists it. Services that are newer than the table may work.
    pub fn is_listed(&self) -> bool {
        self.is_listed
    }

    /// Returns whether the service is retired: Step Functions lists it, but its API is gone.
    pub fn is_retired(&self) -> bool {
        self.model_blob.is_empty()
    }

    /// Returns the prefix of its actions in IAM policies: `logs`.
    pub fn iam_prefix(&self) -> &'static str {
        self.iam_prefix
    }

    /// Returns the other names by which the service is known, in small letters and digits: `logs`.
    pub fn aliases(&self) -> impl Iterator<Item = &'static str> {
        self.aliases.split_ascii_whitespace()
    }

    /// Returns whether the actions of the service are known. They are not if it is retired, or if the models cannot be
    /// loaded, which can only happen in WebAssembly.
    pub fn is_known(&self) -> bool {
        self.model().actions().next().is_some()
    }

    /// Returns the actions and shapes of the service. The first call reads them, which takes less than 2 ms for the
    /// largest service. If the actions are not known, there are none.
    pub fn model(&self) -> &Model {
        static UNKNOWN: LazyLock<Model> = LazyLock::new(Model::default);
        if let Some(known) = self.model.get() {
            return known;
        }
        self.read_model().map_or(&UNKNOWN, |model| self.model.get_or_init(|| model))
    }

    /// Decompresses and reads the model, as the first call of [`Service::model`] does; `None` if the actions are not known.
    pub fn read_model(&self) -> Option<Model> {
        Some(index::model(&blob(&self.model_blob)?))
    }

    /// Returns an action by its name in a `Resource`: `describeLogGroups`.
    pub fn action(&self, name: &str) -> Option<Action<'_>> {
        self.model().action(name)
    }

    /// Returns what an action of the service does, in one line; empty if the API does not say it.
    pub fn action_summary(&self, action: Action<'_>) -> &str {
        self.summary(action.position())
    }

    /// Returns what a parameter of an action of the service means, in one line; empty if the API does not say it.
    pub fn member_summary(&self, member: Member<'_>) -> &str {
        self.summary(self.model().actions.len() + member.position())
    }

    fn summary(&self, line: usize) -> &str {
        let Some(Summaries { text, lines }) = self.summaries() else { return "" };
        lines.get(line).map_or("", |line| &text[line.start as usize..line.end as usize])
    }

    fn summaries(&self) -> Option<&Summaries> {
        match self.summaries.get() {
            Some(known) => Some(known),
            None => {
                let read = Summaries::new(blob(&self.summaries_blob)?);
                Some(self.summaries.get_or_init(|| read))
            }
        }
    }

    /// Returns the URL of AWS's page about an action of an AWS SDK integration.
    pub fn page(&self, action: Action<'_>) -> String {
        let (first, rest) = action.name().split_at(1);
        format!("https://docs.aws.amazon.com/goto/WebAPI/{}/{}{rest}", self.uid, first.to_ascii_uppercase())
    }
}

impl Summaries {
    fn new(blob: Vec<u8>) -> Summaries {
        let text = String::from_utf8(blob).expect("the index is intact");
        let mut start = 0;
        let lines = text.split('\n').map(|line| {
            let at = start;
            start += line.len() as u32 + 1;
            Text { start: at, end: at + line.len() as u32 }
        });
        Summaries { lines: lines.collect(), text }
    }
}
