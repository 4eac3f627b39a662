"""What tests share: made-up people and snapshots, finished reports and their readers, attackers, servers."""
