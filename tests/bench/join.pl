# join.awk in Perl. usage: perl join.pl CAPTURE [all]
use strict;
use warnings;

my ($capture, $all) = @ARGV;
my %owner;
open(my $input, '<', $capture) or die "$capture: $!\n";
print 'capture,snapshot,taken_at,image,pid,session,session_id,kind,proto,local_address,',
    "local_port,remote_address,remote_port,state\n";
while (my $line = <$input>) {
    my @field = split ' ', $line;
    if (@field == 5 && $field[0] eq 'TCP') {
        my $owner = $owner{$field[4]} // next;
        my ($local, $local_port) = split /:/, $field[1];
        my ($remote, $remote_port) = split /:/, $field[2];
        my $kind = $remote_port == 0 ? 'listener' : 'connection';
        print "$capture,1,,$owner,$kind,TCP,$local,$local_port,$remote,$remote_port,$field[3]\n";
    } elsif (@field >= 6 && $field[-1] eq 'K') {
        my $image = substr($line, 0, 25) =~ s/ +$//r;
        if ($all || lc $image eq 'outlook.exe') {
            $owner{$field[-5]} = join ',', $image, @field[-5 .. -3];
        }
    }
}
