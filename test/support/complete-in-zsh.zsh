# zsh complete-in-zsh.zsh SCRIPT LINE OUT: writes the words that an interactive zsh would complete LINE with, one a line.
zmodload zsh/zpty
zpty -b shell "TERM=dumb zsh -f -i"
await() {
  local piece text=""
  for i in {1..600}; do
    while zpty -r -t shell piece; do text+=$piece; done
    [[ $text == *$1* ]] && return 0
    sleep 0.05
  done
  return 1
}
zpty -w shell "PS1=; autoload -Uz compinit; compinit -D -u; source ${(q)1}"
zpty -w shell "compadd() { local -a own; builtin compadd -O own \"\$@\"; found+=(\$own); builtin compadd \"\$@\" }"
zpty -w shell "lister() { found=(); _main_complete; compstate[insert]=; compstate[list]=; print -rl -- \${(u)found} END >${(q)3} }"
zpty -w shell "zle -C lister complete-word lister; bindkey '^X' lister; print rea''dy"
await ready || exit 1
zpty -w -n shell "$2"$'\x18'
for i in {1..600}; do
  [[ -e $3 && $(tail -n 1 $3) == END ]] && break
  sleep 0.05
done
zpty -d shell
