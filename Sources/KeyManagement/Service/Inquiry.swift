import Keys
import Storage

/// What a query works with.
package struct Inquiry {
    let reader: any StoreReading
    let now: WallTime
    let tools: Tools
}
