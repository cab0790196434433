/// Something with a descriptor that a poller watches.
package protocol PollTarget: AnyObject {
    /// The descriptor is ready. It goes on being told until it is not ready any more, or not watched for it.
    func ready(_ readiness: Readiness)
}
