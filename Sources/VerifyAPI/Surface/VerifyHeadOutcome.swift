/// What the head of a request tells whose body has yet to come.
package enum VerifyHeadOutcome: Sendable {
    /// The request is refused and the answer written: nobody needs the body.
    case refused
    /// The caller is proven and has paid: with the body the request is asked again.
    case proven
    /// Nothing that could be decided without the body.
    case undecided
}
