//! Parameters that name a resource by its ARN or URL: only the names in it are left to type.

/// Parameters that mean the same in all services, and the form of their values.
const FORMS: &[(&str, &str)] = &[
    ("ActivityArn", "arn:aws:states:‹region›:‹account›:activity:‹activity›"),
    ("BucketARN", "arn:aws:s3:::‹bucket›"),
    ("BucketArn", "arn:aws:s3:::‹bucket›"),
    ("ConnectionArn", "arn:aws:events:‹region›:‹account›:connection/‹connection›/‹id›"),
    ("QueueUrl", "https://sqs.‹region›.amazonaws.com/‹account›/‹queue›"),
    ("SecretArn", "arn:aws:secretsmanager:‹region›:‹account›:secret:‹secret›"),
    ("StateMachineArn", "arn:aws:states:‹region›:‹account›:stateMachine:‹machine›"),
    ("TopicArn", "arn:aws:sns:‹region›:‹account›:‹topic›"),
];

const ROLE: &str = "arn:aws:iam::‹account›:role/‹role›";

/// The form of the value of a parameter, by its name; an empty tab stop if it is unknown.
pub(super) fn form(parameter: &str) -> &'static str {
    match FORMS.iter().find(|(name, _)| *name == parameter) {
        Some((_, form)) => form,
        None if parameter.ends_with("RoleArn") || parameter == "roleArn" => ROLE,
        None => NO_FORM,
    }
}

/// The form of a text of which nothing is known.
pub(super) const NO_FORM: &str = "‹›";
