//! The table of fields (§1, §2, §4, §8.8) and the groups of fields that exclude each other.

use super::InlineUse::{Undocumented, Unused};
use super::QueryLanguage::{JsonPath, Jsonata};
use super::Value::{
    Any, Boolean, Integer, Number, Object, Objects, OneOf, Path, PathOrIntrinsic, ReferencePath, StateName,
    States, Strings, Template, Text, Timestamp, Variables,
};
use super::{FieldInfo, Group, InlineUse, MACHINES, ObjectKind, ObjectKinds, QueryLanguage, STATES, Value};

/// The longest time in seconds, and the largest number of attempts, that AWS takes (§9.1).
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
/// The states that do work: they can fail, and have a result.
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

/// Every field of the language. Where a name means different things at different places, it has several rows.
pub const FIELDS: &[FieldInfo] = &[
    // Machines, at the top and nested.
    field("Comment", MACHINES.and(STATES).and(RETRIER).and(CATCHER).and(RULES), Text, "§0.3", "A note for people; Step Functions ignores it."),
    field("QueryLanguage", MACHINE, OneOf(&["JSONPath", "JSONata"]), "§1.4", "The language of every state that does not name its own.").default("\"JSONPath\""),
    field("StartAt", MACHINES, StateName, "§1.1", "The state that runs first.").required(),
    field("States", MACHINES, States, "§1.1", "The states by name.").required(),
    field("TimeoutSeconds", MACHINE, seconds(0), "§1.2", "How long the whole execution may run, in seconds; then it fails with `States.Timeout`."),
    field("Version", MACHINE, OneOf(&["1.0"]), "§1.1", "The version of the States Language.").default("\"1.0\""),
    field("ProcessorConfig", NESTED, Object(ObjectKind::ProcessorConfig), "§2.7.2", "Whether the items are processed inside this execution or each in one of its own."),
    field("Mode", PROCESSOR_CONFIG, OneOf(&["INLINE", "DISTRIBUTED"]), "§2.7.2", "`INLINE` runs the items inside this execution, `DISTRIBUTED` starts a child execution for each.").default("\"INLINE\""),
    field("ExecutionType", PROCESSOR_CONFIG, OneOf(&["STANDARD", "EXPRESS"]), "§2.7.2", "The workflow type of the child executions of a distributed Map."),
    // Any state.
    field("Type", STATES, OneOf(&["Task", "Wait", "Pass", "Succeed", "Fail", "Choice", "Parallel", "Map"]), "§2.3", "What the state does.").required(),
    field("QueryLanguage", STATES, OneOf(&["JSONPath", "JSONata"]), "§1.4", "The language of this state alone; a JSONata machine has no JSONPath states.").place_of_object(),
    field("Next", WITH_NEXT, StateName, "§2.3", "The state that follows."),
    field("End", WITH_NEXT, Boolean, "§2.3", "`true` ends the execution, branch or iteration after this state."),
    field("InputPath", WITH_NEXT.and(CHOICE).and(SUCCEED), Path, "§2.3", "The part of the input that the state sees; `null` gives it an empty object.").only(JsonPath).nullable().default("\"$\""),
    field("OutputPath", WITH_NEXT.and(CHOICE).and(SUCCEED), Path, "§2.3", "The part of the output that is handed on; `null` hands on an empty object.").only(JsonPath).nullable().default("\"$\""),
    field("ResultPath", WORK.and(PASS), ReferencePath, "§2.3", "Where in the input the result is put; `null` drops the result and hands on the input.").only(JsonPath).without_context().nullable().default("\"$\""),
    field("Parameters", TASK.and(PARALLEL).and(PASS), Template, "§2.3", "What the state works on, built from its input: values of keys that end in `.$` are paths or intrinsic functions.").only(JsonPath),
    field("ResultSelector", WORK, Template, "§2.3", "Builds a new result from the raw one.").only(JsonPath),
    field("Arguments", TASK.and(PARALLEL), Template, "§2.3", "What is passed to the task or to every branch.").only(Jsonata).expression(),
    field("Output", WORK.and(PASS).and(WAIT).and(CHOICE).and(SUCCEED), Template, "§2.3", "What is handed on; without it, the result of the state or its input.").only(Jsonata).expression(),
    field("Assign", WORK.and(PASS).and(WAIT).and(CHOICE).and(RULE).and(CATCHER), Variables, "§7.1", "Variables to set when the state ends this way, by name."),
    field("Retry", WORK, Objects { of: ObjectKind::Retrier, nonempty: false }, "§4.1", "What to do again after which error, how often and after what delay."),
    field("Catch", WORK, Objects { of: ObjectKind::Catcher, nonempty: false }, "§4.2", "Where to go on after which error, once retries are used up."),
    // Task.
    field("Resource", TASK, Text, "§8.1", "The ARN of the service action, Lambda function or activity to call.").required(),
    field("Credentials", TASK, Object(ObjectKind::Credentials), "§8.8", "The role under which the task runs, as one of another account.").expression(),
    field("TimeoutSeconds", TASK, seconds(1), "§2.5", "How long the task may take, in seconds; then it fails with `States.Timeout`.").expression().default("99999999"),
    field("TimeoutSecondsPath", TASK, ReferencePath, "§2.5", "Where the time limit of the task stands in the input.").only(JsonPath),
    field("HeartbeatSeconds", TASK, seconds(1), "§2.5", "The longest time in seconds between two heartbeats of the worker; shorter than the time limit.").expression().default("99999999"),
    field("HeartbeatSecondsPath", TASK, ReferencePath, "§2.5", "Where the longest time between two heartbeats stands in the input.").only(JsonPath),
    field("RoleArn", CREDENTIALS, Text, "§8.8", "The ARN of the role.").expression(),
    field("RoleArn.$", CREDENTIALS, PathOrIntrinsic, "§8.8", "A path or intrinsic function that gives the ARN of the role.").only(JsonPath),
    // Parallel and Map.
    field("Branches", PARALLEL, Objects { of: ObjectKind::Branch, nonempty: true }, "§2.6", "The machines that run at the same time; the result is the array of their outputs.").required(),
    field("ItemProcessor", MAP, Object(ObjectKind::ItemProcessor), "§2.7.1", "The machine that runs for each item."),
    field("Iterator", MAP, Object(ObjectKind::Iterator), "§2.7.1", "The old name of `ItemProcessor`."),
    field("Items", MAP, Template, "§2.7.1", "The array or object to go through; without it, the input.").only(Jsonata).expression(),
    field("ItemsPath", MAP, ReferencePath, "§2.7.1", "Where the array to go through stands in the input.").only(JsonPath).default("\"$\""),
    field("ItemSelector", MAP, Template, "§2.7.1", "What each iteration gets as input, built from the item and the input of the Map.").expression(),
    field("Parameters", MAP, Template, "§2.7.1", "The old name of `ItemSelector`.").only(JsonPath),
    field("MaxConcurrency", MAP, Integer { min: 0, max: i64::MAX }, "§2.7.1", "How many iterations may run at the same time; 0 sets no limit.").expression().default("0"),
    field("MaxConcurrencyPath", MAP, ReferencePath, "§2.7.1", "Where the largest number of concurrent iterations stands in the input.").only(JsonPath).without_context(),
    field("ToleratedFailurePercentage", MAP, Number { min: 0.0, max: 100.0 }, "§2.7.1", "How many percent of the items may fail before the Map fails.").expression().default("0").inline(Undocumented),
    field("ToleratedFailurePercentagePath", MAP, ReferencePath, "§2.7.1", "Where the tolerated percentage stands in the input.").only(JsonPath).without_context().inline(Undocumented),
    field("ToleratedFailureCount", MAP, Integer { min: 0, max: i64::MAX }, "§2.7.1", "How many items may fail before the Map fails.").expression().default("0").inline(Undocumented),
    field("ToleratedFailureCountPath", MAP, ReferencePath, "§2.7.1", "Where the tolerated number of failures stands in the input.").only(JsonPath).without_context().inline(Undocumented),
    field("Label", MAP, Text, "§2.7.6", "A name for the Map in the ARNs of its runs, unique in the definition, at most 40 characters.").inline(Unused),
    field("ItemReader", MAP, Object(ObjectKind::ItemReader), "§2.7.3", "Where a distributed Map reads its items from.").inline(Unused),
    field("ItemBatcher", MAP, Object(ObjectKind::ItemBatcher), "§2.7.4", "How a distributed Map gathers items into batches.").inline(Unused),
    field("ResultWriter", MAP, Object(ObjectKind::ResultWriter), "§2.7.5", "Where a distributed Map writes its results, and in what form.").inline(Unused),
    // Parts of a distributed Map.
    field("Resource", READER, Text, "§2.7.3", "The S3 action that reads the items.").required(),
    field("Resource", WRITER, Text, "§2.7.5", "The S3 action that writes the results."),
    field("Parameters", READER.and(WRITER), Template, "§2.7.3", "Which bucket and which objects, with paths under keys that end in `.$`.").only(JsonPath),
    field("Arguments", READER.and(WRITER), Template, "§2.7.3", "Which bucket and which objects.").only(Jsonata).expression(),
    field("ReaderConfig", READER, Object(ObjectKind::ReaderConfig), "§2.7.3", "What the file looks like, and how many of its items to read."),
    field("InputType", READER_CONFIG, OneOf(&["CSV", "JSON", "JSONL", "PARQUET", "MANIFEST"]), "§2.7.3", "The format of the file."),
    field("Transformation", READER_CONFIG, OneOf(&["NONE", "LOAD_AND_FLATTEN"]), "§2.7.3", "`LOAD_AND_FLATTEN` reads the listed objects themselves instead of their names.").default("\"NONE\""),
    field("ManifestType", READER_CONFIG, OneOf(&["ATHENA_DATA", "S3_INVENTORY"]), "§2.7.3", "The kind of manifest."),
    field("CSVDelimiter", READER_CONFIG, OneOf(&["COMMA", "PIPE", "SEMICOLON", "SPACE", "TAB"]), "§2.7.3", "What separates the columns.").default("\"COMMA\""),
    field("CSVHeaderLocation", READER_CONFIG, OneOf(&["FIRST_ROW", "GIVEN"]), "§2.7.3", "Where the names of the columns come from."),
    field("CSVHeaders", READER_CONFIG, Strings, "§2.7.3", "The names of the columns, if they do not stand in the first row."),
    field("ItemsPointer", READER_CONFIG, Text, "§2.7.3", "A JSON Pointer to the array or object in the file."),
    field("MaxItems", READER_CONFIG, Integer { min: 0, max: 100_000_000 }, "§2.7.3", "How many items to read; 0 reads all.").expression(),
    field("MaxItemsPath", READER_CONFIG, ReferencePath, "§2.7.3", "Where the number of items to read stands in the input.").only(JsonPath).without_context(),
    field("MaxItemsPerBatch", BATCHER, Integer { min: 0, max: i64::MAX }, "§2.7.4", "The largest number of items in a batch.").expression(),
    field("MaxItemsPerBatchPath", BATCHER, ReferencePath, "§2.7.4", "Where the largest number of items in a batch stands in the input.").only(JsonPath).without_context(),
    field("MaxInputBytesPerBatch", BATCHER, Integer { min: 0, max: 262_144 }, "§2.7.4", "The largest size of a batch in bytes.").expression().unchecked_max(),
    field("MaxInputBytesPerBatchPath", BATCHER, ReferencePath, "§2.7.4", "Where the largest size of a batch stands in the input.").only(JsonPath).without_context(),
    field("BatchInput", BATCHER, Template, "§2.7.4", "Data that every batch gets besides its items.").expression(),
    field("WriterConfig", WRITER, Object(ObjectKind::WriterConfig), "§2.7.5", "The form of the results."),
    field("Transformation", WRITER_CONFIG, OneOf(&["NONE", "COMPACT", "FLATTEN"]), "§2.7.5", "How much of each result is kept, and how results are joined."),
    field("OutputType", WRITER_CONFIG, OneOf(&["JSON", "JSONL"]), "§2.7.5", "The format of the files."),
    // Pass, Wait, Choice and Fail.
    field("Result", PASS, Any, "§2.4", "A fixed result; nothing inside it is evaluated.").only(JsonPath),
    field("Seconds", WAIT, seconds(0), "§2.8", "How long to wait, in seconds.").expression(),
    field("SecondsPath", WAIT, ReferencePath, "§2.8", "Where the time to wait stands in the input.").only(JsonPath),
    field("Timestamp", WAIT, Timestamp, "§2.8", "When to go on, as `2030-01-31T23:59:59Z`.").expression(),
    field("TimestampPath", WAIT, ReferencePath, "§2.8", "Where the time to go on stands in the input.").only(JsonPath),
    field("Choices", CHOICE, Objects { of: ObjectKind::ChoiceRule, nonempty: true }, "§2.9", "The rules, tried in order: the first that matches says where to go.").required(),
    field("Default", CHOICE, StateName, "§2.9", "The state to go to when no rule matches."),
    field("Error", FAIL, Text, "§2.11", "The name of the error.").expression(),
    field("ErrorPath", FAIL, PathOrIntrinsic, "§2.11", "Where the name of the error stands in the input, or an intrinsic function that makes it.").only(JsonPath),
    field("Cause", FAIL, Text, "§2.11", "What happened, in words.").expression(),
    field("CausePath", FAIL, PathOrIntrinsic, "§2.11", "Where the cause stands in the input, or an intrinsic function that makes it.").only(JsonPath),
    // Retriers and catchers.
    field("ErrorEquals", RETRIER.and(CATCHER), Strings, "§4.3", "The names of the errors; `States.ALL` stands for any.").required(),
    field("IntervalSeconds", RETRIER, seconds(1), "§4.1", "The delay before the first retry, in seconds.").default("1"),
    field("MaxAttempts", RETRIER, seconds(0), "§4.1", "How many retries; 0 retries never.").default("3"),
    field("BackoffRate", RETRIER, Number { min: 1.0, max: f64::MAX }, "§4.1", "By what the delay is multiplied after each retry.").default("2.0"),
    field("MaxDelaySeconds", RETRIER, Integer { min: 1, max: 31_622_400 }, "§4.1", "The longest delay between two retries, in seconds."),
    field("JitterStrategy", RETRIER, OneOf(&["NONE", "FULL"]), "§4.1", "`FULL` makes each delay a random one up to what it would be.").default("\"NONE\""),
    field("Next", CATCHER, StateName, "§4.2", "The state to go on with after the error.").required(),
    field("ResultPath", CATCHER, ReferencePath, "§4.2", "Where in the input the error is put; without it, the error replaces the input.").only(JsonPath).without_context().nullable().default("\"$\""),
    field("Output", CATCHER, Template, "§4.2", "What is handed on after the error.").only(Jsonata).expression(),
    // Choice rules.
    field("Next", RULE, StateName, "§2.9", "The state to go to when the rule matches.").required(),
    field("Condition", RULE, Boolean, "§2.9.3", "A JSONata expression that is true when the rule matches.").only(Jsonata).expression(),
    field("Output", RULE, Template, "§2.9.3", "What is handed on when the rule matches.").only(Jsonata).expression(),
    field("Variable", RULES, Path, "§2.9.1", "The path of the value to compare.").only(JsonPath),
    field("And", RULES, Objects { of: ObjectKind::NestedRule, nonempty: true }, "§2.9.1", "Matches when all of these rules match.").only(JsonPath),
    field("Or", RULES, Objects { of: ObjectKind::NestedRule, nonempty: true }, "§2.9.1", "Matches when one of these rules matches.").only(JsonPath),
    field("Not", RULES, Object(ObjectKind::NestedRule), "§2.9.1", "Matches when this rule does not.").only(JsonPath),
    field("StringEquals", RULES, Text, "§2.9.2", "The value is a text and is this one.").only(JsonPath),
    field("StringEqualsPath", RULES, Path, "§2.9.2", "The value is a text and is the one at this path.").only(JsonPath),
    field("StringLessThan", RULES, Text, "§2.9.2", "The value is a text and sorts before this one.").only(JsonPath),
    field("StringLessThanPath", RULES, Path, "§2.9.2", "The value is a text and sorts before the one at this path.").only(JsonPath),
    field("StringGreaterThan", RULES, Text, "§2.9.2", "The value is a text and sorts after this one.").only(JsonPath),
    field("StringGreaterThanPath", RULES, Path, "§2.9.2", "The value is a text and sorts after the one at this path.").only(JsonPath),
    field("StringLessThanEquals", RULES, Text, "§2.9.2", "The value is a text and is, or sorts before, this one.").only(JsonPath),
    field("StringLessThanEqualsPath", RULES, Path, "§2.9.2", "The value is a text and is, or sorts before, the one at this path.").only(JsonPath),
    field("StringGreaterThanEquals", RULES, Text, "§2.9.2", "The value is a text and is, or sorts after, this one.").only(JsonPath),
    field("StringGreaterThanEqualsPath", RULES, Path, "§2.9.2", "The value is a text and is, or sorts after, the one at this path.").only(JsonPath),
    field("NumericEquals", RULES, Number { min: f64::MIN, max: f64::MAX }, "§2.9.2", "The value is a number and is this one.").only(JsonPath),
    field("NumericEqualsPath", RULES, Path, "§2.9.2", "The value is a number and is the one at this path.").only(JsonPath),
    field("NumericLessThan", RULES, Number { min: f64::MIN, max: f64::MAX }, "§2.9.2", "The value is a number and is less than this one.").only(JsonPath),
    field("NumericLessThanPath", RULES, Path, "§2.9.2", "The value is a number and is less than the one at this path.").only(JsonPath),
    field("NumericGreaterThan", RULES, Number { min: f64::MIN, max: f64::MAX }, "§2.9.2", "The value is a number and is greater than this one.").only(JsonPath),
    field("NumericGreaterThanPath", RULES, Path, "§2.9.2", "The value is a number and is greater than the one at this path.").only(JsonPath),
    field("NumericLessThanEquals", RULES, Number { min: f64::MIN, max: f64::MAX }, "§2.9.2", "The value is a number and is at most this one.").only(JsonPath),
    field("NumericLessThanEqualsPath", RULES, Path, "§2.9.2", "The value is a number and is at most the one at this path.").only(JsonPath),
    field("NumericGreaterThanEquals", RULES, Number { min: f64::MIN, max: f64::MAX }, "§2.9.2", "The value is a number and is at least this one.").only(JsonPath),
    field("NumericGreaterThanEqualsPath", RULES, Path, "§2.9.2", "The value is a number and is at least the one at this path.").only(JsonPath),
    field("BooleanEquals", RULES, Boolean, "§2.9.2", "The value is a boolean and is this one.").only(JsonPath),
    field("BooleanEqualsPath", RULES, Path, "§2.9.2", "The value is a boolean and is the one at this path.").only(JsonPath),
    field("TimestampEquals", RULES, Timestamp, "§2.9.2", "The value is a time and is this one.").only(JsonPath),
    field("TimestampEqualsPath", RULES, Path, "§2.9.2", "The value is a time and is the one at this path.").only(JsonPath),
    field("TimestampLessThan", RULES, Timestamp, "§2.9.2", "The value is a time and is before this one.").only(JsonPath),
    field("TimestampLessThanPath", RULES, Path, "§2.9.2", "The value is a time and is before the one at this path.").only(JsonPath),
    field("TimestampGreaterThan", RULES, Timestamp, "§2.9.2", "The value is a time and is after this one.").only(JsonPath),
    field("TimestampGreaterThanPath", RULES, Path, "§2.9.2", "The value is a time and is after the one at this path.").only(JsonPath),
    field("TimestampLessThanEquals", RULES, Timestamp, "§2.9.2", "The value is a time and is not after this one.").only(JsonPath),
    field("TimestampLessThanEqualsPath", RULES, Path, "§2.9.2", "The value is a time and is not after the one at this path.").only(JsonPath),
    field("TimestampGreaterThanEquals", RULES, Timestamp, "§2.9.2", "The value is a time and is not before this one.").only(JsonPath),
    field("TimestampGreaterThanEqualsPath", RULES, Path, "§2.9.2", "The value is a time and is not before the one at this path.").only(JsonPath),
    field("StringMatches", RULES, Text, "§2.9.2", "The value is a text of this pattern; `*` stands for any run of characters, `\\\\*` for a star.").only(JsonPath),
    field("IsNull", RULES, Boolean, "§2.9.2", "`true` matches when the value is `null`, `false` when it is not.").only(JsonPath),
    field("IsPresent", RULES, Boolean, "§2.9.2", "`true` matches when the value is there at all, `false` when it is not.").only(JsonPath),
    field("IsNumeric", RULES, Boolean, "§2.9.2", "`true` matches when the value is a number, `false` when it is not.").only(JsonPath),
    field("IsString", RULES, Boolean, "§2.9.2", "`true` matches when the value is a text, `false` when it is not.").only(JsonPath),
    field("IsBoolean", RULES, Boolean, "§2.9.2", "`true` matches when the value is a boolean, `false` when it is not.").only(JsonPath),
    field("IsTimestamp", RULES, Boolean, "§2.9.2", "`true` matches when the value is a timestamp, `false` when it is not.").only(JsonPath),
];

/// Fields of which an object has at most one, or exactly one.
pub const GROUPS: &[Group] = &[
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
