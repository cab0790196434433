import Keys
import Storage

/// A record whose changes are counted and audited.
protocol RevisedRecord {
    var revision: UInt64 { get set }
    /// What an audit entry says of it.
    var auditSubject: AuditSubject { get }

    /// Puts it in the place of what is stored under its id.
    func update(in transaction: any StoreWriting) throws(StorageError)
}

extension KeyRecord: RevisedRecord {
    var auditSubject: AuditSubject { .init(self) }

    func update(in transaction: any StoreWriting) throws(StorageError) { try transaction.update(self) }
}

extension Project: RevisedRecord {
    var auditSubject: AuditSubject { .init(self) }

    func update(in transaction: any StoreWriting) throws(StorageError) { try transaction.update(self) }
}

extension Environment: RevisedRecord {
    var auditSubject: AuditSubject { .init(self) }

    func update(in transaction: any StoreWriting) throws(StorageError) { try transaction.update(self) }
}

extension Identity: RevisedRecord {
    var auditSubject: AuditSubject { .init(self) }

    func update(in transaction: any StoreWriting) throws(StorageError) { try transaction.update(self) }
}

extension Role: RevisedRecord {
    var auditSubject: AuditSubject { .init(self) }

    func update(in transaction: any StoreWriting) throws(StorageError) { try transaction.update(self) }
}

extension Policy: RevisedRecord {
    var auditSubject: AuditSubject { .init(self) }

    func update(in transaction: any StoreWriting) throws(StorageError) { try transaction.update(self) }
}

extension Operator: RevisedRecord {
    var auditSubject: AuditSubject { .init(self) }

    func update(in transaction: any StoreWriting) throws(StorageError) { try transaction.update(self) }
}
