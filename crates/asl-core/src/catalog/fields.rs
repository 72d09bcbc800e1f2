//! The table of fields (§1, §2, §4, §8.8) and the groups of fields that exclude each other.

use super::InlineUse::{Undocumented, Unused};
use super::QueryLanguage::{JsonPath, Jsonata};
use super::Value::{
    Any, Boolean, Integer, Number, Object, Objects, OneOf, Path, PathOrIntrinsic, ReferencePath, StateName,
    States, Strings, Template, Text, Timestamp, Variables,
};
use super::{FieldInfo, Group, InlineUse, MACHINES, ObjectKind, ObjectKinds, QueryLanguage, STATES, Value};

/// The maximum of times in seconds and of numbers of attempts (§9.1).
const MAX_SECONDS: i64 = 99_999_999;

const MACHINE: ObjectKinds = ObjectKinds::of(&[ObjectKind::Machine]);
const NESTED: ObjectKinds = ObjectKinds::of(&[ObjectKind::ItemProcessor, ObjectKind::Iterator]);
const TASK: ObjectKinds = ObjectKinds::of(&[ObjectKind::Task]);
const WAIT: ObjectKinds = ObjectKinds::of(&[ObjectKind::Wait]);
const PASS: ObjectKinds = ObjectKinds::of(&[ObjectKind::Pass]);
const SUCCEED: ObjectKinds = ObjectKinds::of(&[ObjectKind::Succeed]);
const FAIL: ObjectKinds = ObjectKinds::of(&[ObjectKind::Fail]);
const CHOICE: ObjectKinds = ObjectKinds::of(&[ObjectKind::Choice]);
const PARALLEL: ObjectKinds = ObjectKinds::of(&[ObjectKind::Parallel]);
const MAP: ObjectKinds = ObjectKinds::of(&[ObjectKind::Map]);
/// The states that do work: they can fail, and they have a result.
const WORK: ObjectKinds = TASK.and(PARALLEL).and(MAP);
const WITH_NEXT: ObjectKinds = WORK.and(PASS).and(WAIT);
const PROCESSOR_CONFIG: ObjectKinds = ObjectKinds::of(&[ObjectKind::ProcessorConfig]);
const READER: ObjectKinds = ObjectKinds::of(&[ObjectKind::ItemReader]);
const READER_CONFIG: ObjectKinds = ObjectKinds::of(&[ObjectKind::ReaderConfig]);
const BATCHER: ObjectKinds = ObjectKinds::of(&[ObjectKind::ItemBatcher]);
const WRITER: ObjectKinds = ObjectKinds::of(&[ObjectKind::ResultWriter]);
const WRITER_CONFIG: ObjectKinds = ObjectKinds::of(&[ObjectKind::WriterConfig]);
const CREDENTIALS: ObjectKinds = ObjectKinds::of(&[ObjectKind::Credentials]);
const RETRIER: ObjectKinds = ObjectKinds::of(&[ObjectKind::Retrier]);
const CATCHER: ObjectKinds = ObjectKinds::of(&[ObjectKind::Catcher]);
const RULE: ObjectKinds = ObjectKinds::of(&[ObjectKind::ChoiceRule]);
const RULES: ObjectKinds = RULE.and(ObjectKinds::of(&[ObjectKind::NestedRule]));

const fn seconds(min: i64) -> Value {
    Integer { min, max: MAX_SECONDS }
}

const fn field(
    name: &'static str,
    on: ObjectKinds,
    value: Value,
    source: &'static str,
    docs: &'static str,
) -> FieldInfo {
    FieldInfo {
        name,
        on,
        language: None,
        value,
        required: false,
        nullable: false,
        expression: false,
        context: true,
        inline: InlineUse::Used,
        has_checked_max: true,
        has_place_of_object: false,
        default: None,
        docs,
        source,
    }
}

impl FieldInfo {
    const fn required(mut self) -> FieldInfo {
        self.required = true;
        self
    }

    const fn nullable(mut self) -> FieldInfo {
        self.nullable = true;
        self
    }

    const fn expression(mut self) -> FieldInfo {
        self.expression = true;
        self
    }

    const fn without_context(mut self) -> FieldInfo {
        self.context = false;
        self
    }

    const fn inline(mut self, inline: InlineUse) -> FieldInfo {
        self.inline = inline;
        self
    }

    const fn unchecked_max(mut self) -> FieldInfo {
        self.has_checked_max = false;
        self
    }

    const fn place_of_object(mut self) -> FieldInfo {
        self.has_place_of_object = true;
        self
    }

    const fn only(mut self, language: QueryLanguage) -> FieldInfo {
        self.language = Some(language);
        self
    }

    const fn default(mut self, default: &'static str) -> FieldInfo {
        self.default = Some(default);
        self
    }
}

/// All fields of the States Language. A name that has different meanings in different objects has several rows.
pub(crate) const FIELDS: &[FieldInfo] = &[
    // State machines, at the top level and nested.
    field("Comment", MACHINES.and(STATES).and(RETRIER).and(CATCHER).and(RULES), Text, "§0.3", "A comment, which Step Functions ignores."),
    field("QueryLanguage", MACHINE, OneOf(&["JSONPath", "JSONata"]), "§1.4", "The query language of all states that do not set their own.").default("\"JSONPath\""),
    field("StartAt", MACHINES, StateName, "§1.1", "The state that runs first.").required(),
    field("States", MACHINES, States, "§1.1", "The states, by name.").required(),
    field("TimeoutSeconds", MACHINE, seconds(0), "§1.2", "The maximum duration of the execution in seconds, after which it fails with `States.Timeout`."),
    field("Version", MACHINE, OneOf(&["1.0"]), "§1.1", "The version of the States Language.").default("\"1.0\""),
    field("ProcessorConfig", NESTED, Object(ObjectKind::ProcessorConfig), "§2.7.2", "Whether the items are processed inside this execution or in child executions."),
    field("Mode", PROCESSOR_CONFIG, OneOf(&["INLINE", "DISTRIBUTED"]), "§2.7.2", "`INLINE` processes the items inside this execution, `DISTRIBUTED` starts a child execution for each.").default("\"INLINE\""),
    field("ExecutionType", PROCESSOR_CONFIG, OneOf(&["STANDARD", "EXPRESS"]), "§2.7.2", "The workflow type of the child executions of a Distributed Map."),
    // Any state.
    field("Type", STATES, OneOf(&["Task", "Wait", "Pass", "Succeed", "Fail", "Choice", "Parallel", "Map"]), "§2.3", "What the state does.").required(),
    field("QueryLanguage", STATES, OneOf(&["JSONPath", "JSONata"]), "§1.4", "The query language of this state. A state machine in JSONata cannot have JSONPath states.").place_of_object(),
    field("Next", WITH_NEXT, StateName, "§2.3", "The state to transition to."),
    field("End", WITH_NEXT, Boolean, "§2.3", "Whether the execution, branch or iteration ends after this state."),
    field("InputPath", WITH_NEXT.and(CHOICE).and(SUCCEED), Path, "§2.3", "Selects the part of the input that the state processes; with `null`, it processes an empty object.").only(JsonPath).nullable().default("\"$\""),
    field("OutputPath", WITH_NEXT.and(CHOICE).and(SUCCEED), Path, "§2.3", "Selects the part of the output that is passed to the next state; with `null`, an empty object is passed.").only(JsonPath).nullable().default("\"$\""),
    field("ResultPath", WORK.and(PASS), ReferencePath, "§2.3", "Where the result is inserted into the input; with `null`, the result is discarded and the input is the output.").only(JsonPath).without_context().nullable().default("\"$\""),
    field("Parameters", TASK.and(PARALLEL).and(PASS), Template, "§2.3", "The effective input of the state, as a payload template: the values of keys that end in `.$` are paths or intrinsic functions.").only(JsonPath),
    field("ResultSelector", WORK, Template, "§2.3", "Transforms the result, as a payload template.").only(JsonPath),
    field("Arguments", TASK.and(PARALLEL), Template, "§2.3", "The input of the task or of every branch.").only(Jsonata).expression(),
    field("Output", WORK.and(PASS).and(WAIT).and(CHOICE).and(SUCCEED), Template, "§2.3", "The output of the state. The default is its result or, if it has none, its input.").only(Jsonata).expression(),
    field("Assign", WORK.and(PASS).and(WAIT).and(CHOICE).and(RULE).and(CATCHER), Variables, "§7.1", "The variables to assign, by name."),
    field("Retry", WORK, Objects { of: ObjectKind::Retrier, nonempty: false }, "§4.1", "The retriers: which errors are retried, how often and with which delay."),
    field("Catch", WORK, Objects { of: ObjectKind::Catcher, nonempty: false }, "§4.2", "The catchers: which state follows which error, once retries are exhausted."),
    // Task.
    field("Resource", TASK, Text, "§8.1", "The ARN of the service integration, Lambda function or activity to call.").required(),
    field("Credentials", TASK, Object(ObjectKind::Credentials), "§8.8", "The role that the task runs with, for example one of another account.").expression(),
    field("TimeoutSeconds", TASK, seconds(1), "§2.5", "The maximum duration of the task in seconds, after which it fails with `States.Timeout`.").expression().default("99999999"),
    field("TimeoutSecondsPath", TASK, ReferencePath, "§2.5", "The path of the timeout of the task in the input.").only(JsonPath),
    field("HeartbeatSeconds", TASK, seconds(1), "§2.5", "The maximum time in seconds between two heartbeats; it must be less than the timeout.").expression().default("99999999"),
    field("HeartbeatSecondsPath", TASK, ReferencePath, "§2.5", "The path of the maximum time between two heartbeats in the input.").only(JsonPath),
    field("RoleArn", CREDENTIALS, Text, "§8.8", "The ARN of the role.").expression(),
    field("RoleArn.$", CREDENTIALS, PathOrIntrinsic, "§8.8", "A path or intrinsic function that returns the ARN of the role.").only(JsonPath),
    // Parallel and Map.
    field("Branches", PARALLEL, Objects { of: ObjectKind::Branch, nonempty: true }, "§2.6", "The branches that run in parallel; the result is the array of their outputs.").required(),
    field("ItemProcessor", MAP, Object(ObjectKind::ItemProcessor), "§2.7.1", "The state machine that runs for each item."),
    field("Iterator", MAP, Object(ObjectKind::Iterator), "§2.7.1", "The deprecated name of `ItemProcessor`."),
    field("Items", MAP, Template, "§2.7.1", "The array or object to iterate over. The default is the input.").only(Jsonata).expression(),
    field("ItemsPath", MAP, ReferencePath, "§2.7.1", "The path of the array to iterate over in the input.").only(JsonPath).default("\"$\""),
    field("ItemSelector", MAP, Template, "§2.7.1", "The input of each iteration, built from the item and the input of the Map.").expression(),
    field("Parameters", MAP, Template, "§2.7.1", "The deprecated name of `ItemSelector`.").only(JsonPath),
    field("MaxConcurrency", MAP, Integer { min: 0, max: i64::MAX }, "§2.7.1", "The maximum number of iterations that run in parallel; 0 means no limit.").expression().default("0"),
    field("MaxConcurrencyPath", MAP, ReferencePath, "§2.7.1", "The path of the maximum number of parallel iterations in the input.").only(JsonPath).without_context(),
    field("ToleratedFailurePercentage", MAP, Number { min: 0.0, max: 100.0 }, "§2.7.1", "The percentage of items that may fail before the Map fails.").expression().default("0").inline(Undocumented),
    field("ToleratedFailurePercentagePath", MAP, ReferencePath, "§2.7.1", "The path of the tolerated failure percentage in the input.").only(JsonPath).without_context().inline(Undocumented),
    field("ToleratedFailureCount", MAP, Integer { min: 0, max: i64::MAX }, "§2.7.1", "The number of items that may fail before the Map fails.").expression().default("0").inline(Undocumented),
    field("ToleratedFailureCountPath", MAP, ReferencePath, "§2.7.1", "The path of the tolerated number of failures in the input.").only(JsonPath).without_context().inline(Undocumented),
    field("Label", MAP, Text, "§2.7.6", "The name of the Map in the ARNs of its Map Runs: unique in the definition, at most 40 characters.").inline(Unused),
    field("ItemReader", MAP, Object(ObjectKind::ItemReader), "§2.7.3", "Where a Distributed Map reads its items from.").inline(Unused),
    field("ItemBatcher", MAP, Object(ObjectKind::ItemBatcher), "§2.7.4", "How a Distributed Map groups items into batches.").inline(Unused),
    field("ResultWriter", MAP, Object(ObjectKind::ResultWriter), "§2.7.5", "Where a Distributed Map writes its results, and in which format.").inline(Unused),
    // Parts of a Distributed Map.
    field("Resource", READER, Text, "§2.7.3", "The S3 action that reads the items.").required(),
    field("Resource", WRITER, Text, "§2.7.5", "The S3 action that writes the results."),
    field("Parameters", READER.and(WRITER), Template, "§2.7.3", "The bucket and the objects, as a payload template.").only(JsonPath),
    field("Arguments", READER.and(WRITER), Template, "§2.7.3", "The bucket and the objects.").only(Jsonata).expression(),
    field("ReaderConfig", READER, Object(ObjectKind::ReaderConfig), "§2.7.3", "The format of the file, and how many of its items are read."),
    field("InputType", READER_CONFIG, OneOf(&["CSV", "JSON", "JSONL", "PARQUET", "MANIFEST"]), "§2.7.3", "The format of the file."),
    field("Transformation", READER_CONFIG, OneOf(&["NONE", "LOAD_AND_FLATTEN"]), "§2.7.3", "`LOAD_AND_FLATTEN` reads the items from the listed objects instead of listing the objects.").default("\"NONE\""),
    field("ManifestType", READER_CONFIG, OneOf(&["ATHENA_DATA", "S3_INVENTORY"]), "§2.7.3", "The kind of manifest."),
    field("CSVDelimiter", READER_CONFIG, OneOf(&["COMMA", "PIPE", "SEMICOLON", "SPACE", "TAB"]), "§2.7.3", "The delimiter of the columns.").default("\"COMMA\""),
    field("CSVHeaderLocation", READER_CONFIG, OneOf(&["FIRST_ROW", "GIVEN"]), "§2.7.3", "Where the names of the columns are defined."),
    field("CSVHeaders", READER_CONFIG, Strings, "§2.7.3", "The names of the columns, if they are not in the first row."),
    field("ItemsPointer", READER_CONFIG, Text, "§2.7.3", "A JSON Pointer to the array or object in the file."),
    field("MaxItems", READER_CONFIG, Integer { min: 0, max: 100_000_000 }, "§2.7.3", "The maximum number of items to read; 0 means all.").expression(),
    field("MaxItemsPath", READER_CONFIG, ReferencePath, "§2.7.3", "The path of the maximum number of items in the input.").only(JsonPath).without_context(),
    field("MaxItemsPerBatch", BATCHER, Integer { min: 0, max: i64::MAX }, "§2.7.4", "The maximum number of items in a batch.").expression(),
    field("MaxItemsPerBatchPath", BATCHER, ReferencePath, "§2.7.4", "The path of the maximum number of items in a batch in the input.").only(JsonPath).without_context(),
    field("MaxInputBytesPerBatch", BATCHER, Integer { min: 0, max: 262_144 }, "§2.7.4", "The maximum size of a batch in bytes.").expression().unchecked_max(),
    field("MaxInputBytesPerBatchPath", BATCHER, ReferencePath, "§2.7.4", "The path of the maximum size of a batch in the input.").only(JsonPath).without_context(),
    field("BatchInput", BATCHER, Template, "§2.7.4", "Data that is part of the input of every batch.").expression(),
    field("WriterConfig", WRITER, Object(ObjectKind::WriterConfig), "§2.7.5", "The format of the results."),
    field("Transformation", WRITER_CONFIG, OneOf(&["NONE", "COMPACT", "FLATTEN"]), "§2.7.5", "Which part of each result is written, and whether results are flattened."),
    field("OutputType", WRITER_CONFIG, OneOf(&["JSON", "JSONL"]), "§2.7.5", "The format of the files."),
    // Pass, Wait, Choice and Fail.
    field("Result", PASS, Any, "§2.4", "The result of the state, a constant; expressions in it are not evaluated.").only(JsonPath),
    field("Seconds", WAIT, seconds(0), "§2.8", "The time to wait in seconds.").expression(),
    field("SecondsPath", WAIT, ReferencePath, "§2.8", "The path of the time to wait in seconds in the input.").only(JsonPath),
    field("Timestamp", WAIT, Timestamp, "§2.8", "The time to wait until, such as `2030-01-31T23:59:59Z`.").expression(),
    field("TimestampPath", WAIT, ReferencePath, "§2.8", "The path of the time to wait until in the input.").only(JsonPath),
    field("Choices", CHOICE, Objects { of: ObjectKind::ChoiceRule, nonempty: true }, "§2.9", "The choice rules, in order: the first that matches determines the next state.").required(),
    field("Default", CHOICE, StateName, "§2.9", "The state to transition to if no rule matches."),
    field("Error", FAIL, Text, "§2.11", "The name of the error.").expression(),
    field("ErrorPath", FAIL, PathOrIntrinsic, "§2.11", "The path of the error name in the input, or an intrinsic function that returns it.").only(JsonPath),
    field("Cause", FAIL, Text, "§2.11", "The description of the error.").expression(),
    field("CausePath", FAIL, PathOrIntrinsic, "§2.11", "The path of the cause in the input, or an intrinsic function that returns it.").only(JsonPath),
    // Retriers and catchers.
    field("ErrorEquals", RETRIER.and(CATCHER), Strings, "§4.3", "The names of the errors to match; `States.ALL` matches any.").required(),
    field("IntervalSeconds", RETRIER, seconds(1), "§4.1", "The delay before the first retry, in seconds.").default("1"),
    field("MaxAttempts", RETRIER, seconds(0), "§4.1", "The maximum number of retries; 0 means never.").default("3"),
    field("BackoffRate", RETRIER, Number { min: 1.0, max: f64::MAX }, "§4.1", "The factor that the delay is multiplied by after each retry.").default("2.0"),
    field("MaxDelaySeconds", RETRIER, Integer { min: 1, max: 31_622_400 }, "§4.1", "The maximum delay between retries, in seconds."),
    field("JitterStrategy", RETRIER, OneOf(&["NONE", "FULL"]), "§4.1", "`FULL` makes each delay a random value up to the computed delay.").default("\"NONE\""),
    field("Next", CATCHER, StateName, "§4.2", "The state to transition to after the error.").required(),
    field("ResultPath", CATCHER, ReferencePath, "§4.2", "Where the error is inserted into the input; by default, it replaces the input.").only(JsonPath).without_context().nullable().default("\"$\""),
    field("Output", CATCHER, Template, "§4.2", "The output of the state after the error.").only(Jsonata).expression(),
    // Choice rules.
    field("Next", RULE, StateName, "§2.9", "The state to transition to if the rule matches.").required(),
    field("Condition", RULE, Boolean, "§2.9.3", "The condition, as a JSONata expression that returns a boolean.").only(Jsonata).expression(),
    field("Output", RULE, Template, "§2.9.3", "The output of the state if the rule matches.").only(Jsonata).expression(),
    field("Variable", RULES, Path, "§2.9.1", "The path of the value to compare.").only(JsonPath),
    field("And", RULES, Objects { of: ObjectKind::NestedRule, nonempty: true }, "§2.9.1", "Matches if all of these rules match.").only(JsonPath),
    field("Or", RULES, Objects { of: ObjectKind::NestedRule, nonempty: true }, "§2.9.1", "Matches if at least one of these rules matches.").only(JsonPath),
    field("Not", RULES, Object(ObjectKind::NestedRule), "§2.9.1", "Matches if this rule does not match.").only(JsonPath),
    field("StringEquals", RULES, Text, "§2.9.2", "Matches a string that is equal to this one.").only(JsonPath),
    field("StringEqualsPath", RULES, Path, "§2.9.2", "Matches a string that is equal to the one at this path.").only(JsonPath),
    field("StringLessThan", RULES, Text, "§2.9.2", "Matches a string that sorts before this one.").only(JsonPath),
    field("StringLessThanPath", RULES, Path, "§2.9.2", "Matches a string that sorts before the one at this path.").only(JsonPath),
    field("StringGreaterThan", RULES, Text, "§2.9.2", "Matches a string that sorts after this one.").only(JsonPath),
    field("StringGreaterThanPath", RULES, Path, "§2.9.2", "Matches a string that sorts after the one at this path.").only(JsonPath),
    field("StringLessThanEquals", RULES, Text, "§2.9.2", "Matches a string that is equal to or sorts before this one.").only(JsonPath),
    field("StringLessThanEqualsPath", RULES, Path, "§2.9.2", "Matches a string that is equal to or sorts before the one at this path.").only(JsonPath),
    field("StringGreaterThanEquals", RULES, Text, "§2.9.2", "Matches a string that is equal to or sorts after this one.").only(JsonPath),
    field("StringGreaterThanEqualsPath", RULES, Path, "§2.9.2", "Matches a string that is equal to or sorts after the one at this path.").only(JsonPath),
    field("NumericEquals", RULES, Number { min: f64::MIN, max: f64::MAX }, "§2.9.2", "Matches a number that is equal to this one.").only(JsonPath),
    field("NumericEqualsPath", RULES, Path, "§2.9.2", "Matches a number that is equal to the one at this path.").only(JsonPath),
    field("NumericLessThan", RULES, Number { min: f64::MIN, max: f64::MAX }, "§2.9.2", "Matches a number that is less than this one.").only(JsonPath),
    field("NumericLessThanPath", RULES, Path, "§2.9.2", "Matches a number that is less than the one at this path.").only(JsonPath),
    field("NumericGreaterThan", RULES, Number { min: f64::MIN, max: f64::MAX }, "§2.9.2", "Matches a number that is greater than this one.").only(JsonPath),
    field("NumericGreaterThanPath", RULES, Path, "§2.9.2", "Matches a number that is greater than the one at this path.").only(JsonPath),
    field("NumericLessThanEquals", RULES, Number { min: f64::MIN, max: f64::MAX }, "§2.9.2", "Matches a number that is at most this one.").only(JsonPath),
    field("NumericLessThanEqualsPath", RULES, Path, "§2.9.2", "Matches a number that is at most the one at this path.").only(JsonPath),
    field("NumericGreaterThanEquals", RULES, Number { min: f64::MIN, max: f64::MAX }, "§2.9.2", "Matches a number that is at least this one.").only(JsonPath),
    field("NumericGreaterThanEqualsPath", RULES, Path, "§2.9.2", "Matches a number that is at least the one at this path.").only(JsonPath),
    field("BooleanEquals", RULES, Boolean, "§2.9.2", "Matches a boolean that is equal to this one.").only(JsonPath),
    field("BooleanEqualsPath", RULES, Path, "§2.9.2", "Matches a boolean that is equal to the one at this path.").only(JsonPath),
    field("TimestampEquals", RULES, Timestamp, "§2.9.2", "Matches a timestamp that is equal to this one.").only(JsonPath),
    field("TimestampEqualsPath", RULES, Path, "§2.9.2", "Matches a timestamp that is equal to the one at this path.").only(JsonPath),
    field("TimestampLessThan", RULES, Timestamp, "§2.9.2", "Matches a timestamp that is before this one.").only(JsonPath),
    field("TimestampLessThanPath", RULES, Path, "§2.9.2", "Matches a timestamp that is before the one at this path.").only(JsonPath),
    field("TimestampGreaterThan", RULES, Timestamp, "§2.9.2", "Matches a timestamp that is after this one.").only(JsonPath),
    field("TimestampGreaterThanPath", RULES, Path, "§2.9.2", "Matches a timestamp that is after the one at this path.").only(JsonPath),
    field("TimestampLessThanEquals", RULES, Timestamp, "§2.9.2", "Matches a timestamp that is not after this one.").only(JsonPath),
    field("TimestampLessThanEqualsPath", RULES, Path, "§2.9.2", "Matches a timestamp that is not after the one at this path.").only(JsonPath),
    field("TimestampGreaterThanEquals", RULES, Timestamp, "§2.9.2", "Matches a timestamp that is not before this one.").only(JsonPath),
    field("TimestampGreaterThanEqualsPath", RULES, Path, "§2.9.2", "Matches a timestamp that is not before the one at this path.").only(JsonPath),
    field("StringMatches", RULES, Text, "§2.9.2", "Matches a string with this pattern: `*` matches any characters, `\\\\*` a literal asterisk.").only(JsonPath),
    field("IsNull", RULES, Boolean, "§2.9.2", "`true` matches if the value is `null`, `false` if it is not.").only(JsonPath),
    field("IsPresent", RULES, Boolean, "§2.9.2", "`true` matches if the value exists, `false` if it does not.").only(JsonPath),
    field("IsNumeric", RULES, Boolean, "§2.9.2", "`true` matches if the value is a number, `false` if it is not.").only(JsonPath),
    field("IsString", RULES, Boolean, "§2.9.2", "`true` matches if the value is a string, `false` if it is not.").only(JsonPath),
    field("IsBoolean", RULES, Boolean, "§2.9.2", "`true` matches if the value is a boolean, `false` if it is not.").only(JsonPath),
    field("IsTimestamp", RULES, Boolean, "§2.9.2", "`true` matches if the value is a timestamp, `false` if it is not.").only(JsonPath),
];

/// The groups of fields of which an object has at most one, or exactly one.
pub(crate) const GROUPS: &[Group] = &[
    Group {
        on: ObjectKind::Task,
        fields: &["TimeoutSeconds", "TimeoutSecondsPath"],
        required: false,
        source: "§2.5",
    },
    Group {
        on: ObjectKind::Task,
        fields: &["HeartbeatSeconds", "HeartbeatSecondsPath"],
        required: false,
        source: "§2.5",
    },
    Group { on: ObjectKind::Map, fields: &["ItemProcessor", "Iterator"], required: true, source: "§2.7.1" },
    Group {
        on: ObjectKind::Map, fields: &["ItemSelector", "Parameters"], required: false, source: "§2.7.1"
    },
    Group {
        on: ObjectKind::Map,
        fields: &["MaxConcurrency", "MaxConcurrencyPath"],
        required: false,
        source: "§2.7.1",
    },
    Group {
        on: ObjectKind::Map,
        fields: &["ToleratedFailurePercentage", "ToleratedFailurePercentagePath"],
        required: false,
        source: "§2.7.1",
    },
    Group {
        on: ObjectKind::Map,
        fields: &["ToleratedFailureCount", "ToleratedFailureCountPath"],
        required: false,
        source: "§2.7.1",
    },
    Group {
        on: ObjectKind::ReaderConfig,
        fields: &["MaxItems", "MaxItemsPath"],
        required: false,
        source: "§2.7.3",
    },
    Group {
        on: ObjectKind::ItemBatcher,
        fields: &["MaxItemsPerBatch", "MaxItemsPerBatchPath"],
        required: false,
        source: "§2.7.4",
    },
    Group {
        on: ObjectKind::ItemBatcher,
        fields: &["MaxInputBytesPerBatch", "MaxInputBytesPerBatchPath"],
        required: false,
        source: "§2.7.4",
    },
    Group {
        on: ObjectKind::Wait,
        fields: &["Seconds", "Timestamp", "SecondsPath", "TimestampPath"],
        required: true,
        source: "§2.8",
    },
    Group { on: ObjectKind::Fail, fields: &["Error", "ErrorPath"], required: false, source: "§2.11" },
    Group { on: ObjectKind::Fail, fields: &["Cause", "CausePath"], required: false, source: "§2.11" },
    Group { on: ObjectKind::Credentials, fields: &["RoleArn", "RoleArn.$"], required: true, source: "§8.8" },
    Group {
        on: ObjectKind::ChoiceRule,
        fields: &["Variable", "And", "Or", "Not", "Condition"],
        required: true,
        source: "§2.9.1",
    },
    Group {
        on: ObjectKind::NestedRule,
        fields: &["Variable", "And", "Or", "Not"],
        required: true,
        source: "§2.9.1",
    },
];
