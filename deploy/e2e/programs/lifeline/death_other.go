//go:build !linux

package main

import "syscall"

// dieWithUs can't be had here: a lifeline that is killed leaves its program behind.
func dieWithUs() *syscall.SysProcAttr {
	return nil
}
