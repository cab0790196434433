/// What admission says of a request: the only way to be admitted is the end of the pipeline.
package enum Verdict: Sendable {
    case admit(Admitted)
    case refuse(Refusal)
}
