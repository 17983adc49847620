Help, version and usage errors.

  $ geo --version
  geo 0.1.0
  $ geo --help | grep -E '^  (atlas|check|init|info|density|clusters|stats|classify|synth) ' | awk '{print $1}'
  atlas
  check
  init
  info
  density
  clusters
  stats
  classify
  synth
  $ for command in atlas check init info density clusters stats synth; do geo $command --help > help.txt || echo "$command fails"; grep -c -- --help help.txt; done
  1
  1
  1
  1
  1
  1
  1
  1
  $ for command in atlas check init info density clusters stats synth; do geo $command --help | grep -c -E -- '--(threads|quiet|lang|version)'; geo $command --version; done | sort | uniq -c
        8 4
        8 geo 0.1.0
  $ geo --help > /dev/full
  geo: standard output: cannot be written
  [4]
  $ geo
  geo: A subcommand is required (see geo --help)
  [2]
  $ geo atlas
  geo: PROJECT.json is required (see geo --help)
  [2]
  $ geo atlas x.json --threads 5000
  geo: --threads: '5000' is not possible; give 0 to 1024 (see geo --help)
  [2]
