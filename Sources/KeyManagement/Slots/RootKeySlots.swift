package import Cryptography
import Storage

/// The slots of the root key as they are stored, for whoever makes and tries them.
package struct RootKeySlots: ManagementQuery {
    package init() {}

    package func answer(in inquiry: Inquiry) throws -> [RootKeySlot] { try inquiry.reader.rootKeySlots() }
}
