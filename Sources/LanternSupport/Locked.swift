#if canImport(Glibc)
  import Glibc
#else
  import Musl
#endif

/// A value that one thread at a time can touch.
///
/// It stands on the system's own mutex: the thread sanitizer knows that one, and not the lock of the standard library on Linux, whose
/// uninstrumented code made every guarded access look like a race.
@usableFromInline package final class Locked<Value: ~Copyable>: @unchecked Sendable {
  // Invariant behind `@unchecked Sendable`: `value` is only reached while `mutex` is held.
  @usableFromInline let mutex: UnsafeMutablePointer<pthread_mutex_t>
  @exclusivity(unchecked) @usableFromInline var value: Value  // the mutex sees to it

  @inlinable package init(_ value: consuming sending Value) {
    mutex = .allocate(capacity: 1)
    mutex.initialize(to: pthread_mutex_t())
    pthread_mutex_init(mutex, nil)
    self.value = value
  }

  @inlinable deinit {
    pthread_mutex_destroy(mutex)
    mutex.deallocate()
  }

  /// Calls `body` with the value while no other thread can reach it. Not reentrant.
  @inlinable @inline(__always) package func withLock<Result: ~Copyable, Failure: Error>(
    _ body: (inout sending Value) throws(Failure) -> sending Result
  ) throws(Failure) -> sending Result {
    pthread_mutex_lock(mutex)
    defer { pthread_mutex_unlock(mutex) }
    return try body(&value)
  }
}
