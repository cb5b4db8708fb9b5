import { describe, expect, it } from '@jest/globals';
import { specificationFor } from './decider-specification.js';
import {
  close,
  closed,
  notebookDecider,
  open,
  opened,
  write,
  written,
} from './notebook-example.js';

const given = specificationFor(notebookDecider);

describe('a notebook', () => {
  it('opens', () => {
    given().when(open).then(opened);
  });
  it('takes several notes at once', () => {
    given(opened).when(write('a', 'b')).then(written('a'), written('b'));
  });
  it('takes no note when it is closed', () => {
    given(opened, closed)
      .when(write('late'))
      .thenRejected({ type: 'NotebookNotOpen', status: 'closed' });
  });
  it('stays quiet when it is closed again', () => {
    given(opened, closed).when(close).thenNothing();
  });
});

describe('a specification', () => {
  it('fails on an event that differs in a part', () => {
    expect(() => {
      given(opened).when(write('a')).then(written('b'));
    }).toThrow();
  });
  it('fails on events where nothing was expected', () => {
    expect(() => {
      given(opened).when(write('a')).thenNothing();
    }).toThrow();
  });
  it('fails on an acceptance where a refusal was expected', () => {
    expect(() => {
      given(opened).when(write('a')).thenRejected({ type: 'NotebookNotOpen', status: 'closed' });
    }).toThrow();
  });
});
