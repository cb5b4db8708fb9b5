import { topicContracts } from '@city/contracts-incidents';
import { Answer } from '@city/http';
import { Controller, Get } from '@nestjs/common';
import { ApiExcludeController } from '@nestjs/swagger';
import { createHash } from 'node:crypto';
import { documentOptions } from '../document.js';
import { topicsPage } from './topics-page.js';
import { style } from './topics-page.style.js';

const page = topicsPage(documentOptions.title, topicContracts);
const styleHash = createHash('sha256').update(style).digest('base64');
const headers = {
  'content-type': 'text/html; charset=utf-8',
  'content-security-policy': `default-src 'none'; style-src 'sha256-${styleHash}'`,
};

/** The topics, for people. */
@ApiExcludeController()
@Controller('docs/topics')
export class TopicsPageController {
  @Get()
  get(): Answer<string> {
    return new Answer(page, headers);
  }
}
