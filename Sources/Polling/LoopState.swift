/// What a loop's thread keeps: made on it, used on it alone.
package protocol LoopState: AnyObject, SendableMetatype {
    /// Everything that was ready has been told, or all work has been done.
    func endTurn()

    /// Something was put off that `endTurn` does when its time has come: no turn waits longer than a millisecond meanwhile.
    var hasDeferredWork: Bool { get }

    /// Time has passed, about as much as was asked for.
    func tick()
}
