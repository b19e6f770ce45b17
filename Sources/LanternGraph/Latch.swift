#if canImport(Glibc)
  import Glibc
#else
  import Musl
#endif

/// A lock without a value of its own, for paths on which a closure for each access would cost more than the lock.
final class Latch: @unchecked Sendable {
  // Invariant behind `@unchecked Sendable`: the mutex is made to be shared.
  private let mutex: UnsafeMutablePointer<pthread_mutex_t>

  init() {
    mutex = .allocate(capacity: 1)
    mutex.initialize(to: pthread_mutex_t())
    pthread_mutex_init(mutex, nil)
  }

  deinit {
    pthread_mutex_destroy(mutex)
    mutex.deallocate()
  }

  @inline(__always) func lock() { pthread_mutex_lock(mutex) }
  @inline(__always) func unlock() { pthread_mutex_unlock(mutex) }
}
