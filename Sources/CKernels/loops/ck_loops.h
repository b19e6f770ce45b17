// The loops have no interface of their own: the headers of CKernels declare them.
