//! How Step Functions spells the names of the AWS APIs. AWS SDK integrations have the names of the AWS SDK for Java 2,
//! optimized integrations those of the API with a capital first letter.

/// Returns the name of a parameter or of a field of a result in AWS SDK integrations: `DBInstanceIdentifier` becomes
/// `DbInstanceIdentifier`, `stateMachineArn` becomes `StateMachineArn`, `package` becomes `PackageValue`.
///
/// Java turns the capital letters at the beginning into small ones, except the one that starts the next word, and
/// appends `Value` to its reserved words. Step Functions capitalizes the first letter.
pub fn sdk_member(api_name: &str) -> String {
    let letters: Vec<char> = api_name.chars().collect();
    let starts_word = |at: usize| letters.get(at + 1).is_some_and(char::is_ascii_lowercase);
    let run = (1..letters.len()).find(|&at| !letters[at].is_ascii_uppercase() || starts_word(at));
    let run = run.unwrap_or(letters.len());
    let lower: String =
        letters[..run].iter().map(char::to_ascii_lowercase).chain(letters[run..].iter().copied()).collect();
    let suffix = if RESERVED.contains(&lower.as_str()) { "Value" } else { "" };
    format!("{}{suffix}", capitalized(&lower))
}

/// Returns the name of a parameter or of a field of a result in optimized integrations: that of the API with a capital
/// first letter.
pub fn optimized_member(api_name: &str) -> String {
    capitalized(api_name)
}

/// Returns the action of an operation: its name with a small first letter. `DescribeDBInstances` becomes
/// `describeDBInstances`.
pub fn action(operation: &str) -> String {
    let mut letters = operation.chars();
    letters.next().map(|first| first.to_ascii_lowercase()).into_iter().chain(letters).collect()
}

/// Returns the prefix of the error names of a service, from its service ID: `DynamoDB` becomes `DynamoDb`, `Config
/// Service` becomes `Config`. In small letters it is the name of the service in a `Resource`.
pub fn error_prefix(service_id: &str) -> String {
    let mut words = words(service_id);
    if words.first().is_some_and(|word| matches!(word.as_str(), "Amazon" | "Aws")) {
        words.remove(0);
    }
    if words.last().is_some_and(|word| word == "Service") {
        words.pop();
    }
    words.concat()
}

/// Returns the name of an error, without the prefix of its service: `DBInstanceNotFoundFault` becomes
/// `DbInstanceNotFoundException`, `NoSuchKey` becomes `NoSuchKeyException`.
pub fn error(shape: &str) -> String {
    let name = words(shape).concat();
    let stem = name.strip_suffix("Fault").or_else(|| name.strip_suffix("Exception")).unwrap_or(&name);
    format!("{stem}Exception")
}

fn capitalized(name: &str) -> String {
    let mut letters = name.chars();
    letters.next().map(|first| first.to_ascii_uppercase()).into_iter().chain(letters).collect()
}

/// The words of a name, each with a capital first letter and small letters after it.
fn words(name: &str) -> Vec<String> {
    let letters: Vec<char> = name.chars().collect();
    let mut words: Vec<String> = Vec::new();
    for (at, &letter) in letters.iter().enumerate() {
        if !letter.is_ascii_alphanumeric() {
            continue;
        }
        match words.last_mut().filter(|_| !begins_word(&letters, at)) {
            Some(word) => word.push(letter.to_ascii_lowercase()),
            None => words.push(letter.to_ascii_uppercase().to_string()),
        }
    }
    words
}

/// Returns whether a new word begins at a letter or digit.
fn begins_word(letters: &[char], at: usize) -> bool {
    let letter = letters[at];
    let Some(before) = at.checked_sub(1).map(|at| letters[at]).filter(char::is_ascii_alphanumeric) else {
        return true;
    };
    let after = letters.get(at + 1).copied().unwrap_or(' ');
    // A last capital letter belongs to the word before it: `IoT` is one word.
    let begins_capitalized = before.is_ascii_lowercase() && after.is_ascii_alphanumeric();
    let ends_acronym = after.is_ascii_lowercase() && !is_version(letters, at + 1);
    before.is_ascii_digit() && letter.is_ascii_alphabetic()
        || letter.is_ascii_uppercase() && (begins_capitalized || ends_acronym)
        || is_version(letters, at)
}

/// Returns whether a version begins at a letter: the `v2` after two letters in the other case.
fn is_version(letters: &[char], at: usize) -> bool {
    let Some(before) = at.checked_sub(2).map(|start| &letters[start..at]) else { return false };
    let is_other_case = match letters[at] {
        'v' => before.iter().all(|letter| !letter.is_ascii_lowercase()),
        'V' => before.iter().all(|letter| !letter.is_ascii_uppercase()),
        _ => false,
    };
    is_other_case && letters.get(at + 1).is_some_and(char::is_ascii_digit)
}

/// The words that Java reserves, and the methods that its classes have already.
const RESERVED: &[&str] = &[
    "abstract",
    "assert",
    "boolean",
    "break",
    "byte",
    "case",
    "catch",
    "char",
    "class",
    "const",
    "continue",
    "default",
    "do",
    "double",
    "else",
    "enum",
    "extends",
    "false",
    "final",
    "finally",
    "float",
    "for",
    "goto",
    "if",
    "implements",
    "import",
    "instanceof",
    "int",
    "interface",
    "long",
    "native",
    "new",
    "null",
    "package",
    "private",
    "protected",
    "public",
    "return",
    "short",
    "static",
    "strictfp",
    "super",
    "switch",
    "synchronized",
    "this",
    "throw",
    "throws",
    "transient",
    "true",
    "try",
    "void",
    "volatile",
    "while",
    "builder",
    "clone",
    "copy",
    "equals",
    "finalize",
    "getClass",
    "hashCode",
    "notify",
    "notifyAll",
    "sdkFields",
    "toBuilder",
    "toString",
    "wait",
];

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn members_of_sdk_integrations() {
        for (api, name) in [
            ("DBInstanceIdentifier", "DbInstanceIdentifier"),
            ("SNSTopicArn", "SnsTopicArn"),
            ("stateMachineArn", "StateMachineArn"),
            ("ACL", "Acl"),
            ("SSEKMSKeyId", "SsekmsKeyId"),
            ("ETag", "ETag"),
            ("ChecksumCRC32", "ChecksumCRC32"),
            ("equals", "EqualsValue"),
            ("package", "PackageValue"),
            ("S3Bucket", "S3Bucket"),
            ("S", "S"),
            ("SS", "Ss"),
            ("", ""),
        ] {
            assert_eq!(sdk_member(api), name);
        }
    }

    #[test]
    fn members_of_optimized_integrations() {
        assert_eq!(optimized_member("jobName"), "JobName");
        assert_eq!(optimized_member("MD5OfMessageBody"), "MD5OfMessageBody");
    }

    #[test]
    fn actions() {
        assert_eq!(action("DescribeDBInstances"), "describeDBInstances");
    }

    #[test]
    fn prefixes_of_errors() {
        for (id, prefix) in [
            ("DynamoDB", "DynamoDb"),
            ("Config Service", "Config"),
            ("b2bi", "B2Bi"),
            ("SFN", "Sfn"),
            ("IoTTwinMaker", "IoTTwinMaker"),
            ("IoT Data Plane", "IotDataPlane"),
            ("Elastic Load Balancing v2", "ElasticLoadBalancingV2"),
            ("SESv2", "SesV2"),
            ("WAFV2", "Wafv2"),
            ("resiliencehubv2", "Resiliencehubv2"),
            ("ApiGatewayV2", "ApiGatewayV2"),
            ("Amazon Thing", "Thing"),
        ] {
            assert_eq!(error_prefix(id), prefix);
        }
    }

    #[test]
    fn errors() {
        for (shape, name) in [
            ("DBInstanceNotFoundFault", "DbInstanceNotFoundException"),
            ("NoSuchKey", "NoSuchKeyException"),
            ("ResourceNotFoundException", "ResourceNotFoundException"),
        ] {
            assert_eq!(error(shape), name);
        }
    }
}
