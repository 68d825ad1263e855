import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { ChangeOrder, type Ordered } from './change-order.ts';

class Member implements Ordered<Member> {
  version = 0;
  older: Member | undefined;
  newer: Member | undefined;
  readonly name: number;
  constructor(name: number) {
    this.name = name;
  }
}

describe('the order of changes', () => {
  it('tells what changed since a version, oldest change first, each member once', () => {
    const order = new ChangeOrder<Member>();
    const [a, b, c] = [new Member(1), new Member(2), new Member(3)];
    for (const member of [a, b, c]) order.touch(member);
    const seen = order.version;
    expect(order.since(0)).toEqual([a, b, c]);
    expect(order.since(seen)).toEqual([]);
    order.touch(a);
    order.touch(b);
    order.touch(a);
    expect(order.since(seen).map(({ name }) => name)).toEqual([2, 1]);
  });

  it('agrees with a plain list, whatever is touched and removed', () => {
    const step = fc.record({ member: fc.nat(7), action: fc.constantFrom('touch', 'touch', 'remove', 'look') });
    fc.assert(
      fc.property(fc.array(step, { maxLength: 60 }), (steps) => {
        const members = Array.from({ length: 8 }, (_, name) => new Member(name));
        const order = new ChangeOrder<Member>();
        let expected: number[] = [];
        let seen = 0;
        let changedSince = new Set<number>();
        for (const { member: name, action } of steps) {
          const member = members[name];
          if (member === undefined) continue;
          if (action === 'look') {
            expect(order.since(seen).map((each) => each.name)).toEqual(
              expected.filter((each) => changedSince.has(each)),
            );
            seen = order.version;
            changedSince = new Set();
          } else if (action === 'touch') {
            order.touch(member);
            expected = [...expected.filter((each) => each !== name), name];
            changedSince.add(name);
          } else if (expected.includes(name)) {
            order.remove(member);
            expected = expected.filter((each) => each !== name);
          }
        }
        expect(order.since(0).map((each) => each.name)).toEqual(expected);
      }),
    );
  });
});
