// SPDX-License-Identifier: Apache-2.0

// Drives an org with go-salesforce: a line per check, and 1 when one does not hold.
package main

import (
	"fmt"
	"os"
	"slices"
)

// What is wrong; nothing if the check holds.
func try(one check) (wrong any) {
	defer func() { wrong = recover() }()
	one.run()
	return nil
}

func main() {
	checks := slices.Concat(signingIn, descriptions, singleRecords, queries, manyRecords, failures)
	keepGoing := slices.Contains(os.Args, "--keep-going")
	failed := 0
	for _, one := range checks {
		wrong := try(one)
		if wrong == nil {
			fmt.Println("ok:", one.name)
			continue
		}
		fmt.Printf("FAILED: %s: %v\n", one.name, wrong)
		failed++
		if !keepGoing {
			break
		}
		control("DELETE", "faults", "")
	}
	fmt.Printf("%d failed of %d checks\n", failed, len(checks))
	if failed > 0 {
		os.Exit(1)
	}
}
