#!/usr/bin/env perl
# Type-checks every Swift block in README.md, docs and the products' articles against the built modules, as a reader
# would compile it: with only what the products make public.
#
#   deploy/check-swift-blocks.pl SWIFTC-FLAG…      flags that say where the modules are
#
# Each block of a page sees the declarations of the blocks before it. What only the page's text explains is in a comment
# before the block, which is not rendered:
#
#   <!-- given: let storage: any HistoryStorage -->     declared for this block
#   <!-- with: Examples/…/Families.swift -->            a file whose declarations the page uses
#   <!-- not compiled: a line of Package.swift -->      leaves this block out, and lists it with this reason
use strict;
use warnings;
use File::Temp 'tempdir';

my @flags = @ARGV;
my @products = qw(AdmissionPublisher QueueContracts RabbitBroker WorkerBase WorkerRuntime WorkerStore WorkerTesting);
my $folder = tempdir(CLEANUP => 1);
my ($compiled, $pages, $failed, @left_out) = (0, 0, 0);

for my $page ('README.md', glob('docs/*.md Sources/*/*.docc/*.md')) {
  my ($blocks, $with) = blocks($page) or next;
  $pages++;
  $compiled += @$blocks;
  # Declarations go to the top of the file; statements run one after the other in a function.
  my ($declarations, $statements, $depth) = ('', '', 0);
  for my $block (@$blocks) {
    my $placed = "$block->{given}#sourceLocation(file: \"$page\", line: $block->{line})\n$block->{text}#sourceLocation()\n";
    if ($block->{text} =~ /^(?:@|struct|enum|func|extension|public|final)/) { $declarations .= $placed }
    else { $statements .= "do {\n$placed"; $depth++ }
  }
  my $file = "$folder/page.swift";
  open my $out, '>', $file or die "$file: $!\n";
  print $out "import $_\n" for 'Foundation', 'Testing', @products;
  print $out "$declarations\nfunc page() async throws {\n$statements", "}\n" x $depth, "}\n";
  close $out;
  system('swiftc', '-typecheck', '-swift-version', '6', '-parse-as-library', '-suppress-warnings', @flags, $file, @$with) == 0
    or $failed++;
}

print "    $compiled blocks of Swift on $pages pages were type-checked; ", scalar @left_out, " were not:\n";
print "      $_\n" for @left_out;
die "error: no block was found.\n" if $compiled == 0;
die "error: blocks on $failed pages do not compile; see above.\n" if $failed;

# Returns the blocks of a page with their given declarations, and the files that the page uses; nothing if there is no
# block to compile.
sub blocks {
  my ($page) = @_;
  my ($given, $why, @blocks, @with) = ('', undef);
  open my $in, '<', $page or die "$page: $!\n";
  while (my $line = <$in>) {
    if ($line =~ /^\s*<!-- (given|with|not compiled): *(.*)/s) {
      my ($kind, $text) = ($1, $2);
      $text .= <$in> // die "$page: a comment has no end\n" until $text =~ s/ *-->\s*\z/\n/;
      if ($kind eq 'given') { $given .= $text }
      elsif ($kind eq 'with') { push @with, split ' ', $text }
      else { chomp($why = $text) }
    }
    next unless $line =~ /^(\s*)```swift\s*$/;
    my ($indent, $start, $text) = ($1, $. + 1, '');
    while (defined($line = <$in>) && $line !~ /^\s*```\s*$/) { $text .= $line =~ s/^\Q$indent\E//r }
    if (defined $why) { push @left_out, "$page:$start: $why" }
    else { push @blocks, { line => $start, text => $text, given => $given } }
    ($given, $why) = ('', undef);
  }
  return @blocks ? (\@blocks, \@with) : ();
}
