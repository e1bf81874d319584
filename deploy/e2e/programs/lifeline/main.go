// Lifeline runs a program and doesn't let it outlive whoever holds the other end of its standard
// input: when that is closed, for whatever reason, the program is asked to end, and ten seconds
// later made to. Until then it takes orders from there, one word a line: "term" and "kill".
//
//	lifeline PROGRAM [ARGUMENT ...]
//
// The program's output goes where lifeline's own goes, and lifeline ends as the program has ended.
// If lifeline itself is killed, the kernel kills the program.
package main

import (
	"bufio"
	"errors"
	"fmt"
	"os"
	"os/exec"
	"runtime"
	"syscall"
	"time"
)

const patience = 10 * time.Second

func main() {
	if len(os.Args) < 2 {
		fmt.Fprintln(os.Stderr, "usage: lifeline PROGRAM [ARGUMENT ...]")
		os.Exit(2)
	}
	// the kernel watches the thread that has started the program, so it has to last
	runtime.LockOSThread()
	program := exec.Command(os.Args[1], os.Args[2:]...)
	program.Stdout = os.Stdout
	program.Stderr = os.Stderr
	program.SysProcAttr = dieWithUs()
	if err := program.Start(); err != nil {
		fmt.Fprintln(os.Stderr, "lifeline:", err)
		os.Exit(127)
	}
	go takeOrders(program.Process)
	os.Exit(status(program.Wait()))
}

func takeOrders(program *os.Process) {
	orders := bufio.NewScanner(os.Stdin)
	for orders.Scan() {
		switch orders.Text() {
		case "term":
			_ = program.Signal(syscall.SIGTERM)
		case "kill":
			_ = program.Kill()
		}
	}
	_ = program.Signal(syscall.SIGTERM)
	time.Sleep(patience)
	_ = program.Kill()
}

// status is what a shell would say: the program's own, or 128 and the signal that has ended it.
func status(err error) int {
	var exit *exec.ExitError
	if !errors.As(err, &exit) {
		if err != nil {
			return 127
		}
		return 0
	}
	if how, ok := exit.Sys().(syscall.WaitStatus); ok && how.Signaled() {
		return 128 + int(how.Signal())
	}
	return exit.ExitCode()
}
