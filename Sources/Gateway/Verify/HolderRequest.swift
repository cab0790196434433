package import Keys
package import VerifyAPI

/// An act and who asked for it.
package struct HolderRequest: Sendable {
    package let act: HolderAct
    package let requestID: RequestID
    /// Who is connected; `nil` on the Unix socket.
    package let address: IPAddress?

    package init(act: HolderAct, requestID: RequestID, address: IPAddress?) {
        self.act = act
        self.requestID = requestID
        self.address = address
    }
}
