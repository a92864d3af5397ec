#!/bin/sh
# Run a command with a folder as its root: enter.sh FOLDER "PATH..." NAME=VALUE... COMMAND...
# The paths are shown in there as well, read-only. To be run in a mount namespace of its own: all
# mounts go with it. Not with chroot, in which nobody may make namespaces, as some tests do.
set -eu

root=$1
shown=$2
shift 2

mount --make-rprivate /
mount --bind "$root" "$root"
for path in $shown; do
	if [ -d "$path" ]; then
		mkdir -p "$root$path"
	else
		mkdir -p "$(dirname "$root$path")"
		touch "$root$path"
	fi
	mount --bind "$path" "$root$path"
	mount -o remount,bind,ro "$root$path"
done
cd "$root"
mount --rbind /dev dev
mount -t tmpfs none dev/shm
mount -t proc proc proc
mount --rbind /sys sys
pivot_root . .
umount -l .
cd /
exec env -i "$@"
