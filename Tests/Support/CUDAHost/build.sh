#!/bin/sh
# Builds the stand-ins for NVIDIA's driver and compiler into a folder: LANTERN_CUDA_PATH=FOLDER makes Lantern use them.
set -e
here=$(cd "$(dirname "$0")" && pwd)
folder=${1:?usage: build.sh FOLDER}
clang=${CLANG:-$(command -v clang)}
mkdir -p "$folder"
"$clang" -std=gnu17 -O2 -Wall -shared -fPIC "$here/cublas.c" -o "$folder/libcublas.so.12" -ldl
"$clang" -std=gnu17 -O2 -Wall -shared -fPIC "$here/cudnn.c" -o "$folder/libcudnn.so.9" -ldl
"$clang" -std=gnu17 -O2 -Wall -shared -fPIC -Wl,-soname,libcuda.so.1 "$here/driver.c" "$here/launch.c" -o "$folder/libcuda.so.1" -ldl -lpthread
"$clang" -std=gnu17 -O2 -Wall -shared -fPIC -DCLANG="\"$clang\"" -DSHIM="\"$here/shim.h\"" "$here/compiler.c" -o "$folder/libnvrtc.so.12"
