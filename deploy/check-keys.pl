#!/usr/bin/env perl
# Compares the configuration keys of docs/operations.md with those that the code reads: none may be missing or made up,
# and each whole number must have the code's range and default.
use strict;
use warnings;
use File::Find;

my (%code, %page);
find(
  sub {
    return unless /\.swift$/;
    open my $file, '<', $_ or die "$File::Find::name: $!\n";
    my $text = do { local $/; <$file> };
    my $read = qr/(?:\b(?:text|required|file|place|integers?|choice)\(|\bcredential:)\s*"([A-Z][A-Z_]+)"/;
    $code{$1} //= '' while $text =~ /$read/g;
    # `integer("KEY", default: 1, in: 1...64)`
    while ($text =~ /\binteger\(\s*"([A-Z_]+)",\s*default:\s*(\d+),\s*in:\s*([\d_]+)\.\.\.([\d_]+)\)/g) {
      $code{$1} = join ' ', map { tr/_//dr } $2, $3, $4;
    }
  },
  'Sources');

open my $operations, '<', 'docs/operations.md' or die "docs/operations.md: $!\n";
while (<$operations>) {
  next unless /^\| `([A-Z][A-Z_]+)` \|/;
  my ($key, @cells) = ($1, split /\s*\|\s*/);
  # | KEY | who | type and range | default | …
  my ($range, $default) = @cells[3, 4];
  # A key without a default that the code reads as a number has 0 in the code.
  $default = 0 if $default eq 'none';
  $page{$key} = $range =~ /whole number, (\d+) to (\d+)/ ? join(' ', $default, $1, $2) : '';
}

my @problems;
for my $key (sort keys %{ { %code, %page } }) {
  if (!exists $page{$key}) { push @problems, "$key is read by the code and not listed" }
  elsif (!exists $code{$key}) { push @problems, "$key is listed and not read by the code" }
  elsif ($code{$key} ne '' && $code{$key} ne $page{$key}) {
    push @problems, "$key: the code has default, from, to = $code{$key}; the page says $page{$key}";
  }
}
print "$_\n" for @problems;
exit(@problems ? 1 : 0);
