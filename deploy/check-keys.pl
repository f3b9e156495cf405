#!/usr/bin/env perl
# Compares the configuration keys of docs/operations.md and docs/contract.md with those that the code reads: neither
# page may have a key that the code does not read, docs/operations.md must have all keys, and the ranges and defaults
# of numbers and words must be those of the code.
use strict;
use warnings;
use File::Find;

my $source = '';
find(
  sub {
    return unless /\.swift$/;
    open my $file, '<', $_ or die "$File::Find::name: $!\n";
    $source .= do { local $/; <$file> };
  },
  'Sources');

# What the code says of each key: undef for a key that holds a text, { default, from, to } for a number, { default } for
# a word from a list.
my %code;
my $read = qr/(?:\b(?:text|required|file|place|httpBase|integers?|choice)\(|\bcredential:)\s*"([A-Z][A-Z_]+)"/;
$code{$1} = undef while $source =~ /$read/g;
# `choice("KEY", default: Level.info)`
$code{$1} = { default => $2 } while $source =~ /\bchoice\("([A-Z_]+)",\s*default:\s*[\w.]+\.(\w+)\)/g;
# `integer("KEY", default: 1, in: 1...64)`; the default may have a name, and be a list.
my @numbers = $source =~ /\bintegers?\(\s*"([A-Z_]+)",\s*default:\s*([\w.]+),\s*in:\s*([\d_]+)\.\.\.([\d_]+)\)/g;
while (my ($key, $default, $from, $to) = splice @numbers, 0, 4) {
  if ($default =~ /^Self\.(\w+)$/) {
    ($default) = $source =~ /\bstatic let $1 = \[?([\d_, ]+)/ or die "$key: the code has no number called $1\n";
  }
  $code{$key} = { default => $default =~ tr/_ //dr, from => $from =~ tr/_//dr, to => $to =~ tr/_//dr };
}

my (%listed, @problems);
# Reads the rows that begin with keys. The range of a number is in the cell before the default.
sub compare_page {
  my ($page, $range_cell, $default_cell) = @_;
  open my $lines, '<', $page or die "$page: $!\n";
  while (<$lines>) {
    next unless /^\| `[A-Z][A-Z_]+`[,` A-Z_]* \|/;
    my (undef, $keys, @cells) = split /\s*\|\s*/;
    my ($range, $default) = map { s/`//gr } @cells[$range_cell, $default_cell];
    for my $key ($keys =~ /`([A-Z_]+)`/g) {
      $listed{$page}{$key} = 1;
      if (!exists $code{$key}) { push @problems, "$page: $key is listed and not read by the code"; next }
      my $said = $code{$key} or next;
      # A default of zero may be written as a word, such as "none", and may be explained after a comma.
      push @problems, "$page: the default of $key is $said->{default}, not \"$default\""
        unless $default eq $said->{default} || $said->{default} eq '0' && $default =~ /^(?:0,|no)/;
      next unless defined $said->{from};
      push @problems, "$page: $key is from $said->{from} to $said->{to}, not \"$range\""
        unless $range =~ /\b$said->{from} to $said->{to}\b/;
    }
  }
}
compare_page('docs/operations.md', 1, 2);
compare_page('docs/contract.md', 0, 1);

push @problems, "docs/operations.md: $_ is read by the code and not listed"
  for grep { !$listed{'docs/operations.md'}{$_} } sort keys %code;
print "$_\n" for @problems;
exit(@problems ? 1 : 0);
